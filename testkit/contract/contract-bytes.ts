import type { Cause, ErrorCode } from '../../server/src/meetso/catalogue/causes.ts';

/** What the client sent → status, code, cause. The table is the contract for broken HTTP. */
export type ContractRow = readonly [
  what: string,
  bytes: (k: string) => (string | Uint8Array)[],
  code: ErrorCode,
  cause: Cause,
  options?: { half?: boolean },
];

export const P = '/public/v1/meetings';
export const ID = 'mtg_00000000000000000000';
/** The headers of a caller with this key. */
export const withKey = (k: string) => `host: a\r\nauthorization: Bearer ${k}\r\n`;
export const get =
  (path: string, more = '') =>
  (k: string) => [`GET ${path} HTTP/1.1\r\n${withKey(k)}${more}\r\n`];
export const post =
  (body: string | Uint8Array, type = 'application/json', path = P) =>
  (k: string) => [
    `POST ${path} HTTP/1.1\r\n${withKey(k)}${type ? `content-type: ${type}\r\n` : ''}content-length: ${Buffer.byteLength(body)}\r\n\r\n`,
    body,
  ];
/** A PATCH of a meeting that is not there, unless another path is given. */
export const patch =
  (body: string, type = 'application/json', path = `${P}/${ID}`) =>
  (k: string) => [
    `PATCH ${path} HTTP/1.1\r\n${withKey(k)}content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`,
    body,
  ];
export const auth = (value: string) => () => [`GET ${P} HTTP/1.1\r\nhost: a\r\n${value}\r\n`];
export const GOOD = '{"title":"a","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
export const BIG = 'x'.repeat(70_000);
