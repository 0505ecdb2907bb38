#!/bin/sh
# Creates a meeting and reads it. Needs MEETSO_API, MEETSO_KEY and curl 7.71 or newer.
set -eu

# The same key for all attempts: what one of them created is not created again.
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# --retry waits as long as Retry-After says, or 1 s, 2 s, 4 s; it repeats 429, 5xx and lost answers.
meetso() {
  outcome=$(curl --silent --show-error --max-time 30 \
    --retry 3 --retry-all-errors --retry-max-time 120 \
    --output "$answer" --write-out '%{http_code} %{content_type}' \
    -H "Authorization: Bearer $MEETSO_KEY" "$@")
  case $outcome in
    '2'??' application/json'* | '204 '*) cat "$answer" ;;
    *) # The envelope of a failure, or the page of a proxy.
      echo "$outcome: $(cat "$answer")" >&2
      return 1
      ;;
  esac
}

created=$(meetso "$MEETSO_API/public/v1/meetings" \
  -H "Content-Type: application/json" -H "Idempotency-Key: $key" \
  -d '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}')
id=$(printf '%s' "$created" | sed 's/.*"id":"\([a-z0-9_]*\)".*/\1/')
meetso "$MEETSO_API/public/v1/meetings/$id"
