import { BERLIN, LONDON, type NoIdCase } from './no-id-case.ts';

const base64Mail = (text: string) =>
  `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
    text,
  )
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')}\r\n`;

/** What tools and colleagues hand on: tickets, forms, notes of a call. */
export const NOTES: readonly NoIdCase[] = [
  {
    name: 'a ticket as JSON',
    org: 0,
    code: 'not_found',
    cause: 'absent',
    call: 'one',
    at: [1, '09:59', 'UTC'],
    mail: ({ org, meeting, iso }) =>
      JSON.stringify({
        ticket: 4711,
        requester: org,
        description: `Meeting\n${meeting}\nnot found`,
        when: `${iso}T09:59:00Z`,
      }),
  },
  {
    name: 'a form',
    org: 1,
    code: 'rate_limited',
    cause: 'burst',
    call: 'list',
    at: [1, '18:05', LONDON],
    mail: ({ org, datum }) =>
      `Company: ${org}\nEndpoint: GET /public/v1/meetings\nStatus code: 429\nDate: ${datum}\nTime: 18:05 (London)\nFurther information: none`,
  },
  {
    name: 'notes of a phone call',
    org: 2,
    code: 'invalid_key',
    cause: 'revoked',
    call: 'list',
    at: [0, '13:13', BERLIN],
    mail: ({ org }) =>
      `called: ${org}, Mr. Hahn, quarter past one (13:13 Berlin time), key rejected. call back asap`,
  },
  {
    name: 'a base64 mail',
    org: 3,
    code: 'scope_missing',
    cause: 'scope_missing',
    call: 'create',
    at: [1, '14:14', 'UTC'],
    mail: ({ org }) =>
      base64Mail(
        `Hello support,\n\nyesterday at 14:14 UTC our booking was forbidden (403).\n\nRegards, ${org}\n`,
      ),
  },
  {
    name: 'an offset from UTC',
    org: 4,
    code: 'internal_error',
    cause: 'exception',
    call: 'list',
    at: [2, '12:00', 'UTC'],
    mail: ({ org, iso }) => `${org}, ${iso} 14:00 UTC+2, list -> HTTP 500, thx`,
  },
  {
    name: 'CSV of a monitor',
    org: 5,
    code: 'rate_limited',
    cause: 'burst',
    call: 'create',
    at: [0, '15:45', 'UTC'],
    client: 'uptime-probe/1.9.0',
    mail: ({ iso }) =>
      `time,method,path,status,agent\n${iso}T15:45:00Z,POST,/public/v1/meetings,429,uptime-probe/1.9.0\n`,
  },
  {
    name: 'Jira markup',
    org: 6,
    code: 'invalid_request',
    cause: 'body_malformed',
    call: 'create',
    at: [1, '07:20', 'UTC'],
    mail: ({ org }) =>
      `h2. Customer\n*${org}*\n{noformat}POST /public/v1/meetings -> 400 invalid_request{noformat}\nyesterday, {color:red}07:20 UTC{color}`,
  },
  {
    name: 'a chat with several people',
    org: 7,
    code: 'internal_error',
    cause: 'overloaded',
    call: 'one',
    at: [0, '16:30', 'UTC'],
    mail: ({ org, other }) =>
      `[16:41] Mia: is ${other.org} affected as well?\n[16:42] Tom: no idea, only heard from ${org}\n[16:43] Mia: what do they see\n[16:44] Tom: 500 on single meetings, 16:30 UTC today`,
  },
  {
    name: 'days ago',
    org: 8,
    code: 'not_found',
    cause: 'route_unknown',
    call: 'one',
    at: [4, '10:00', 'UTC'],
    mail: ({ orgId }) => `4 days ago, ${orgId}, "no such route", GET. Answer them please`,
  },
  {
    name: 'the customer’s own words for a key',
    org: 9,
    code: 'invalid_key',
    cause: 'unknown',
    call: 'create',
    at: [0, '14:50', 'UTC'],
    mail: ({ prefix, org }) =>
      `their production token (${prefix}) is "not recognised" since ten to three UTC, ${org} is angry`,
  },
];
