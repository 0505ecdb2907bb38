import type { ErrorCode } from '../catalogue/causes.ts';

/** What somebody sent, and what to change about it. */
export type Case = readonly [sent: string, change: string];

/**
 * What leads to each code, as a caller sees it. It says no more than the answer itself does: why
 * exactly something is not there, or a key does not work, is disclosed to nobody.
 */
export const CODE_CASES: Readonly<Record<ErrorCode, readonly Case[]>> = {
  invalid_request: [
    ['`?limit=500`', 'A value within the bounds that the message names: `?limit=100`.'],
    ['`?time_range=7days`', 'One of the words that the message lists: `?time_range=7d`.'],
    ['`?page=2`', 'Leave it out, and pass `next_cursor` back as `cursor`.'],
    ['`?limit=10&limit=20`', 'Each parameter once.'],
    ['`"duration_minutes": "30"`', 'A number without quotes: `"duration_minutes": 30`.'],
    [
      '`"starts_at": "2031-05-06 07:08"`',
      'A date and time with `T`, seconds and offset: `2031-05-06T07:08:09Z`.',
    ],
    ['`"starts_at": "0000-01-01T00:00:00Z"`', 'A year from 1970 to 9999.'],
    ['A `title` with a line break or a tab', 'One line: control characters are refused.'],
    ['`"titel": "Kick-off"`', 'The name that the message suggests: `"title"`.'],
    ['`PATCH` with `{}`', 'At least one field to change.'],
    [
      'A body without `Content-Type: application/json`',
      'That header; also where a library sets another by itself.',
    ],
    ['A body that is cut off, or in Latin-1', 'The whole body, as JSON in UTF-8.'],
    ['`/meetings/42`', 'The `id` of a meeting as the API gave it: `mtg_` and 20 characters.'],
    [
      'An `Idempotency-Key` that was used with another body',
      'A new key for each new call; the same only to repeat it unchanged.',
    ],
  ],
  invalid_cursor: [
    ['`?cursor=2`', 'No cursor for the first page, then `next_cursor` of the page before.'],
    [
      'A cursor with another `limit` or `time_range` than the page before',
      'The same parameters on all pages.',
    ],
    [
      'A cursor of the meetings for participants, or of another meeting',
      'Each list its own cursor.',
    ],
    ['A cursor from yesterday’s run', 'Start again: a cursor holds 24 hours.'],
    ['A cursor cut off by a log or a column of 100 characters', 'The whole text, unchanged.'],
  ],
  unauthorized: [
    [
      'No `Authorization` header',
      '`Authorization: Bearer` and the key; look whether a redirect drops it.',
    ],
    [
      '`Authorization: Bearer` and nothing',
      'The variable that holds the key is empty where the code runs.',
    ],
    ['`Authorization: Basic …`, or the key alone', 'The word `Bearer`, one space, the key.'],
    ['`Bearer: mts_live_…`, `Bearer "mts_live_…"`', 'No colon and no quotes.'],
    ['`Bearer mts_live_abc…`', 'The whole key: it was cut or masked when it was copied.'],
  ],
  invalid_key: [
    ['A key that somebody rotated', 'The new key, wherever the old one is deployed.'],
    ['A key that has expired', 'A new key from Settings → API Keys.'],
    ['A key of another environment', 'The key of the environment that is called.'],
  ],
  scope_missing: [
    ['`POST`, `PATCH` or `DELETE` with a key that reads', 'A key with `meetings:write`.'],
    ['`GET` with a key that only writes', 'A key with `meetings:read`.'],
  ],
  not_found: [
    [
      'An id that is not visible to this key',
      'Compare it with what a list call of the same key returns.',
    ],
    ['An id of another of your organisations', 'The key of that organisation.'],
    ['A second `DELETE` of a meeting', 'Nothing: it is gone.'],
    ['`/public/v1/meeting`', 'The path that the message suggests: `/public/v1/meetings`.'],
    ['`PUT /public/v1/meetings/mtg_…`', 'A method that the `Allow` header names: `PATCH`.'],
  ],
  rate_limited: [
    ['Many calls at once', 'One after another, or through a queue.'],
    ['The same call again at once after a 429', 'Wait as long as `Retry-After` says.'],
    ['A loop that reads pages of 20', '`limit=100`: a fifth of the calls.'],
    ['Many calls without a working key', 'Correct the key first; then wait `Retry-After`.'],
  ],
  internal_error: [
    [
      'A `GET`, `PATCH` or `DELETE`',
      'The same call after 1 s, 2 s and 4 s, or as `Retry-After` says.',
    ],
    [
      'A `POST` with an `Idempotency-Key`',
      'The same call with the same key: nothing is created twice.',
    ],
    ['A `POST` without one', 'Look first whether it took effect; then send a key with it.'],
    ['The same call, which failed four times', 'Write to support with the `request_id`.'],
  ],
};
