import { LONDON, type NoIdCase } from './no-id-case.ts';

/** Mails in English that say something wrong, or much beside it. */
export const MISLEADING: readonly NoIdCase[] = [
  {
    name: 'misleading: quotes the docs on limits',
    org: 0,
    code: 'internal_error',
    cause: 'exception',
    call: 'one',
    at: [0, '12:10', 'UTC'],
    mail: ({ org }) =>
      `Hello, your docs say "429 Too many requests is returned when the rate limit is exceeded", and we do stay below it. But today at 12:10 UTC GET /public/v1/meetings/{id} returned a 500. Which is it? -- ${org}`,
  },
  {
    name: 'misleading: off by a day',
    org: 1,
    code: 'invalid_request',
    cause: 'body_invalid',
    call: 'create',
    at: [2, '17:20', LONDON],
    mail: ({ org }) =>
      `Hi, yesterday at around 5:20pm UK time our POST to /public/v1/meetings got invalid_request. Body attached. Thanks, ${org}`,
  },
  {
    name: 'misleading: names two organisations',
    org: 2,
    code: 'rate_limited',
    cause: 'sustained',
    call: 'list',
    at: [1, '08:15', 'UTC'],
    mail: ({ org, other }) =>
      `We moved over from ${other.org} last month. Since the move ${org} keeps hitting rate_limited on the list call, last time yesterday 08:15 UTC.`,
  },
  {
    name: 'misleading: a number that is no status',
    org: 6,
    code: 'invalid_cursor',
    cause: 'forged',
    call: 'list',
    at: [0, '11:50', 'UTC'],
    mail: ({ org }) =>
      `We at ${org} page through 500 meetings, 404 of them recurring. At 11:50 UTC today the second page said the cursor cannot be used.`,
  },
  {
    name: 'misleading: a wrong code',
    org: 8,
    code: 'invalid_key',
    cause: 'revoked',
    call: 'create',
    at: [0, '15:15', 'UTC'],
    mail: ({ prefix }) =>
      `Forbidden!! Since 15:15 UTC today. Key ${prefix}. We have all the permissions, I checked the scopes twice.`,
  },
];
