import { BERLIN, EASTERN, LONDON, type NoIdCase, PACIFIC } from './no-id-case.ts';

/** Mails in English, as customers write them. */
export const ENGLISH: readonly NoIdCase[] = [
  {
    ...{ name: 'zone words', org: 0, code: 'rate_limited', cause: 'burst', call: 'list' },
    at: [1, '15:04', BERLIN],
    mail: ({ org }) =>
      `Hi team,\n\nyesterday around 3pm CET our nightly sync was rejected with 429s. Is there a limit we should know about?\n\nBest,\nKim\n${org}`,
  },
  {
    ...{ name: 'key prefix and code', org: 1, code: 'invalid_key', cause: 'revoked', call: 'list' },
    at: [0, '09:12', 'UTC'],
    mail: ({ prefix }) => `our key ${prefix}... says "invalid_key" since this morning, why??`,
  },
  {
    ...{
      name: 'only an id of a resource',
      org: 2,
      code: 'not_found',
      cause: 'deleted',
      call: 'one',
    },
    at: [2, '11:40', 'UTC'],
    mail: ({ meeting }) => `Where did meeting ${meeting} go? It was there last week.`,
  },
  {
    ...{
      name: 'curl output without headers',
      org: 3,
      code: 'internal_error',
      cause: 'exception',
      call: 'create',
    },
    at: [0, '13:27', 'UTC'],
    mail: ({ org, utc }) =>
      `$ date -u\n${utc} UTC\n$ curl -X POST https://api.meetso.example/public/v1/meetings -H "Authorization: Bearer $KEY" -d @m.json\n{"error":{"code":"internal_error","message":"Something failed on our side."}}\n\nThis is ${org}, please help.`,
  },
  {
    ...{
      name: 'mail domain alone',
      org: 4,
      code: 'scope_missing',
      cause: 'scope_missing',
      call: 'create',
    },
    at: [1, '10:30', BERLIN],
    mail: ({ domain, dateHeader }) =>
      `From: Jo <jo@${domain}>\nTo: support@meetso.example\nDate: ${dateHeader(40)}\nSubject: 403\n\nHello, creating a meeting gives 403 forbidden. Listing works fine. What is missing?\n`,
  },
  {
    ...{ name: 'Pacific time', org: 5, code: 'internal_error', cause: 'overloaded', call: 'list' },
    at: [1, '16:45', PACIFIC],
    mail: ({ org }) =>
      `We at ${org} saw a handful of 500 errors yesterday at 4:45pm Pacific time. Were you having an outage?`,
  },
  {
    ...{ name: 'JSON log lines', org: 3, code: 'invalid_cursor', cause: 'expired', call: 'list' },
    at: [0, '07:31', 'UTC'],
    client: 'meetso-node/2.3.1',
    mail: ({ utc, org }) =>
      `{"time":"${utc}Z","level":"error","msg":"meetso call failed","status":400,"code":"invalid_cursor","ua":"meetso-node/2.3.1","path":"/public/v1/meetings"}\n\n^ any idea? (${org})`,
  },
  {
    ...{
      name: 'an access log',
      org: undefined,
      code: 'unauthorized',
      cause: 'header_missing',
      call: 'list',
    },
    at: [0, '14:02', 'UTC'],
    client: 'curl/8.4.0',
    mail: ({ utc }) =>
      `nginx says\n10.2.3.4 - - [${utc}Z] "GET /public/v1/meetings HTTP/1.1" 401 131 "-" "curl/8.4.0"\nbut the key is right!`,
  },
  {
    ...{
      name: 'an hour ago',
      org: 4,
      code: 'invalid_request',
      cause: 'parameter_invalid',
      call: 'list',
    },
    at: [0, '17:02', 'UTC'],
    mail: ({ prefix }) => `an hour ago: 400 on the list call, key starts with ${prefix}`,
  },
  {
    ...{ name: 'a weekday', org: 5, code: 'not_found', cause: 'absent', call: 'one' },
    at: [3, '19:30', EASTERN],
    mail: ({ weekday, org }) =>
      `On ${weekday} evening (Eastern time), at 7:30 pm, one of our lookups came back with not found although the meeting exists. ${org} engineering`,
  },
  {
    ...{
      name: 'the id of the organisation',
      org: 6,
      code: 'rate_limited',
      cause: 'burst',
      call: 'create',
    },
    at: [1, '13:00', 'UTC'],
    mail: ({ orgId }) => `Account ${orgId}: bulk import throttled yesterday 1pm UTC.`,
  },
  {
    ...{ name: 'the id of a key', org: 7, code: 'invalid_key', cause: 'expired', call: 'list' },
    at: [4, '06:00', 'UTC'],
    mail: ({ keyId }) => `Hi! ${keyId} stopped working some days ago. What happened?`,
  },
  {
    ...{ name: 'HTML', org: 0, code: 'invalid_request', cause: 'body_malformed', call: 'create' },
    at: [1, '11:11', BERLIN],
    mail: ({ org }) =>
      `<html><head><style>p { color: #500 }</style></head><body><p>Hello,</p><p>our <b>POST</b> of yesterday, <i>11:11&nbsp;CET</i>, was a <span style="color:red">400</span> (&quot;The body is not JSON&quot;).</p><p>${org}</p></body></html>`,
  },
  {
    ...{ name: 'forwarded', org: 1, code: 'scope_missing', cause: 'scope_missing', call: 'list' },
    at: [2, '09:45', LONDON],
    mail: ({ org, dateHeader, domain }) =>
      `fyi, can you take this one?\n\n---------- Forwarded message ---------\nFrom: Alex <alex@${domain}>\nDate: ${dateHeader(25)}\n\n> Hi support,\n> about half an hour ago reading meetings was denied: "scope_missing".\n> We did not change anything.\n> Alex, ${org}\n`,
  },
  {
    ...{
      name: 'a name that is a word',
      org: 8,
      code: 'internal_error',
      cause: 'exception',
      call: 'create',
    },
    at: [0, '10:05', 'UTC'],
    mail: () =>
      'Dear support, Support Heroes here! Booking a meeting at 10:05 UTC today returned "Something failed on our side". All day others worked.',
  },
  {
    ...{ name: 'Slack, terse', org: 2, code: 'rate_limited', cause: 'burst', call: 'list' },
    at: [0, '16:20', 'UTC'],
    mail: ({ org }) => `<@U024> ${org} again :fire: 429 on GET /public/v1/meetings ~16:20 utc`,
  },
  {
    ...{
      name: 'user agent and time alone',
      org: 3,
      code: 'invalid_request',
      cause: 'parameter_unknown',
      call: 'list',
    },
    at: [1, '21:17', 'UTC'],
    client: 'fieldsync/4.7.2',
    mail: () => 'our app (fieldsync/4.7.2) failed yesterday at 21:17 UTC, no other info sorry',
  },
  {
    ...{
      name: 'no zone, a US habit',
      org: 5,
      code: 'internal_error',
      cause: 'exception',
      call: 'list',
    },
    at: [1, '14:37', PACIFIC],
    mail: ({ org, monthDay }) =>
      `${org}: ${monthDay} 2:37 PM listing meetings -> server error. Please investigate.`,
  },
  {
    ...{ name: 'no time at all', org: 7, code: 'not_found', cause: 'other_org', call: 'one' },
    at: [1, '12:34', 'UTC'],
    mail: ({ org, meeting }) =>
      `${org} here, "not_found" for ${meeting}, but I can see it in the web app`,
  },
  {
    ...{ name: 'a long story', org: 9, code: 'rate_limited', cause: 'sustained', call: 'create' },
    at: [2, '18:40', 'UTC'],
    mail: ({ org, weekday }) =>
      `Hello Meetso team,\n\n${'we have been a happy customer for two years and love the product. '.repeat(20)}\nHowever, on ${weekday} between 18:30 and 19:00 UTC many of our bookings were throttled, which cost us a client. ${'We would like to understand what happened. '.repeat(15)}\n\nKind regards\nSam\n${org}`,
  },
  {
    ...{ name: 'lunch', org: 9, code: 'internal_error', cause: 'control_plane_away', call: 'list' },
    at: [0, '12:20', LONDON],
    mail: ({ org }) => `around noon today (London) everything was down for us for a minute. ${org}`,
  },
  {
    ...{ name: 'last night', org: 4, code: 'internal_error', cause: 'exception', call: 'create' },
    at: [1, '23:10', EASTERN],
    mail: ({ domain }) =>
      `From: ops@${domain}\n\nlast night after 11 pm ET bookings crashed with an internal error`,
  },
  {
    ...{ name: 'a wrong address', org: 6, code: 'not_found', cause: 'route_unknown', call: 'one' },
    at: [0, '08:44', 'UTC'],
    mail: ({ org, meeting }) =>
      `${org}: https://api.meetso.example/public/v1/meetings/${meeting}/notes gives 404, docs outdated?`,
  },
  {
    ...{
      name: 'a stack trace',
      org: 7,
      code: 'invalid_request',
      cause: 'body_invalid',
      call: 'create',
    },
    at: [0, '05:58', 'UTC'],
    client: 'python-requests/2.31.0',
    mail: ({ iso, org }) =>
      `${iso} 05:58:03 UTC worker-3 Traceback (most recent call last):\n  File "sync.py", line 88, in push\n    r.raise_for_status()\nrequests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://api.meetso.example/public/v1/meetings\n\n${org}`,
  },
  {
    ...{
      name: 'nothing but a key and a feeling',
      org: 9,
      code: 'rate_limited',
      cause: 'burst',
      call: 'list',
    },
    at: [0, '17:40', 'UTC'],
    mail: ({ prefix }) => `${prefix} is broken`,
  },
];
