#!/bin/sh
# Creates a meeting and reads it. Needs MEETSO_API, MEETSO_KEY and curl 7.71 or newer.
set -eu

# The same key for all attempts: what one of them created is not created again.
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

# --retry waits as long as Retry-After says, or 1 s, 2 s, 4 s; it repeats 429 and 5xx, nothing else.
meetso() {
  curl --silent --show-error --fail-with-body --retry 3 \
    -H "Authorization: Bearer $MEETSO_KEY" "$@"
}

created=$(meetso "$MEETSO_API/public/v1/meetings" \
  -H "Content-Type: application/json" -H "Idempotency-Key: $key" \
  -d '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}')
id=$(printf '%s' "$created" | sed 's/.*"id":"\([a-z0-9_]*\)".*/\1/')
meetso "$MEETSO_API/public/v1/meetings/$id"
