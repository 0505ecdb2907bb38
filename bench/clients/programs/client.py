"""The job on standard input, what came of each call on standard output; by requests."""
import concurrent.futures
import json
import socket
import sys

import requests

session = requests.Session()


def half_close(one):
    with socket.create_connection((one["host"], one["port"])) as sock:
        sock.sendall(one["head"].encode("latin-1"))
        sock.shutdown(socket.SHUT_WR)
        received = b""
        while part := sock.recv(65536):
            received += part
    return {"raw": received.decode("latin-1")}


def in_parts(body):
    for at in range(0, len(body), 65536):
        yield body[at : at + 65536]


def call(one):
    try:
        if "head" in one:
            return half_close(one)
        body = b"x" * one["bytes"] if "bytes" in one else one.get("body")
        response = session.request(
            one["method"],
            one["url"],
            headers=one["headers"],
            data=in_parts(body) if one.get("chunked") else body,
        )
        headers = {name.lower(): value for name, value in response.headers.items()}
        return {"status": response.status_code, "headers": headers, "text": response.text}
    except Exception as error:  # whatever a caller would see
        return {"error": repr(error)[:300]}


job = json.load(sys.stdin)
with concurrent.futures.ThreadPoolExecutor(job["atOnce"]) as pool:
    json.dump(list(pool.map(call, job["calls"])), sys.stdout)
