"""Creates a meeting and reads it. Needs MEETSO_API and MEETSO_KEY; only the standard library."""
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
        except (ValueError, KeyError, TypeError):  # a proxy answered with a page of its own
            error = {"code": "no_envelope", "message": body[:80].decode("utf-8", "replace")}
        self.status, self.code = status, error["code"]
        self.request_id = headers.get("x-request-id")
        self.retry_after = headers.get("retry-after")
        super().__init__(f"{status} {self.code}: {error['message']} ({self.request_id})")


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
        retry_after = None
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                text = response.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as refused:
            failure = MeetsoError(refused.code, refused.headers, refused.read())
            if refused.code != 429 and refused.code < 500:
                raise failure from None  # fix the request: the same call cannot succeed
            retry_after = failure.retry_after
        except OSError as broken:  # no answer came
            failure = broken
        if attempt == attempts:
            raise failure
        # Jitter only ever adds: who comes before Retry-After is over is refused again.
        time.sleep(float(retry_after or 2 ** (attempt - 1) / 2) + random.random() / 2)


if __name__ == "__main__":
    created = meetso(
        "POST",
        "/public/v1/meetings",
        {"title": "Kick-off", "starts_at": "2031-05-06T07:08:09Z", "duration_minutes": 30},
    )
    print(json.dumps(meetso("GET", f"/public/v1/meetings/{created['id']}")))
