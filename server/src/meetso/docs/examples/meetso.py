"""Creates a meeting and reads it. Needs MEETSO_API and MEETSO_KEY; only the standard library."""
import http.client
import json
import os
import random
import time
import urllib.error
import urllib.request
import uuid


class MeetsoError(Exception):
    """Why a call failed: branch on code, quote request_id to support."""

    def __init__(self, status, headers, body):
        try:
            error = json.loads(body)["error"]
            self.code, message = error["code"], error["message"]
        except (ValueError, KeyError, TypeError):  # a proxy answered with a page of its own
            self.code, message = "no_envelope", body[:80].decode("utf-8", "replace")
        self.status = status
        self.request_id = headers.get("x-request-id")
        super().__init__(f"{status} {self.code}: {message} ({self.request_id})")


def send(request):
    """One attempt: status, headers and body of whatever was answered."""
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def meetso(method, path, body=None, attempts=4):
    """Calls the API; repeats what repeating can help, and raises MeetsoError for the rest."""
    headers = {"Authorization": f"Bearer {os.environ['MEETSO_KEY']}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if method == "POST":  # the same for all attempts: nothing is created twice
        headers["Idempotency-Key"] = str(uuid.uuid4())
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        os.environ["MEETSO_API"] + path, data=data, headers=headers, method=method
    )
    for attempt in range(1, attempts + 1):
        wait = 2 ** (attempt - 1) / 2
        try:
            status, answered, text = send(request)
            try:
                if status < 300:
                    return json.loads(text) if text else None
            except ValueError:
                pass  # a page in the place of an answer
            failure = MeetsoError(status, answered, text)
            if 300 <= status < 500 and status != 429:
                raise failure  # fix the request: the same call cannot succeed
            asked = answered.get("retry-after", "")
            if asked.isdecimal():  # a proxy may name a date instead
                wait = int(asked)
        except (OSError, http.client.HTTPException) as broken:  # no answer came, or half of one
            failure = broken
        if attempt == attempts:
            raise failure
        # Jitter only ever adds: who comes before Retry-After is over is refused again.
        time.sleep(wait + random.random() / 2)


if __name__ == "__main__":
    created = meetso(
        "POST",
        "/public/v1/meetings",
        {"title": "Kick-off", "starts_at": "2031-05-06T07:08:09Z", "duration_minutes": 30},
    )
    print(json.dumps(meetso("GET", f"/public/v1/meetings/{created['id']}")))
