import type { Cause, ErrorCode } from '@request-desk/shared/causes';

/** What the client sent → status, code, cause. The table is the contract for broken HTTP. */
export type ContractRow = readonly [
  what: string,
  bytes: (k: string) => (string | Uint8Array)[],
  code: ErrorCode,
  cause: Cause,
  options?: { half?: boolean },
];

const P = '/public/v1/meetings';
const ID = 'mtg_00000000000000000000';
/** The headers of a caller with this key. */
export const withKey = (k: string) => `host: a\r\nauthorization: Bearer ${k}\r\n`;
const get =
  (path: string, more = '') =>
  (k: string) => [`GET ${path} HTTP/1.1\r\n${withKey(k)}${more}\r\n`];
const post =
  (body: string | Uint8Array, type = 'application/json', path = P) =>
  (k: string) => [
    `POST ${path} HTTP/1.1\r\n${withKey(k)}${type ? `content-type: ${type}\r\n` : ''}content-length: ${Buffer.byteLength(body)}\r\n\r\n`,
    body,
  ];
const auth = (value: string) => () => [`GET ${P} HTTP/1.1\r\nhost: a\r\n${value}\r\n`];
const GOOD = '{"title":"a","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
const BIG = 'x'.repeat(70_000);

/** Broken HTTP and broken requests, each as bytes. */
export const CONTRACT_ROWS: readonly ContractRow[] = [
  ['garbage', () => ['\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'], 'invalid_request', 'http_malformed'],
  [
    'a version from the future',
    () => [`GET ${P} HTTP/9.9\r\n\r\n`],
    'invalid_request',
    'http_malformed',
  ],
  ['no version', () => [`GET ${P}\r\n\r\n`], 'invalid_request', 'http_malformed'],
  [
    'an unknown method',
    () => [`FETCH ${P} HTTP/1.1\r\nhost: a\r\n\r\n`],
    'invalid_request',
    'http_malformed',
  ],
  [
    'CONNECT',
    () => ['CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n'],
    'invalid_request',
    'http_malformed',
  ],
  [
    'a header without a colon',
    () => [`GET ${P} HTTP/1.1\r\nhost a\r\n\r\n`],
    'invalid_request',
    'header_invalid',
  ],
  [
    'a control character in a header',
    () => [`GET ${P} HTTP/1.1\r\nhost: a\r\nx: a\x00b\r\n\r\n`],
    'invalid_request',
    'header_invalid',
  ],
  [
    'no Host',
    (k) => [`GET ${P} HTTP/1.1\r\nauthorization: Bearer ${k}\r\n\r\n`],
    'invalid_request',
    'header_invalid',
  ],
  [
    'headers of 20 KiB',
    get(P, `x: ${BIG.slice(0, 20_000)}\r\n`),
    'invalid_request',
    'header_invalid',
  ],
  ['a URL of 20 KiB', get(`${P}?q=${BIG.slice(0, 20_000)}`), 'invalid_request', 'url_malformed'],
  ['a URL of 9 KiB', get(`${P}?q=${BIG.slice(0, 9_000)}`), 'invalid_request', 'url_malformed'],
  [
    'a space in the URL',
    (k) => [`GET ${P}?a b HTTP/1.1\r\n${withKey(k)}\r\n`],
    'invalid_request',
    'http_malformed',
  ],
  ['an unknown Expect', get(P, 'expect: miracles\r\n'), 'invalid_request', 'header_invalid'],
  [
    'two lengths',
    () => [`POST ${P} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n`],
    'invalid_request',
    'header_invalid',
  ],
  [
    'length and chunks',
    () => [
      `POST ${P} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    'invalid_request',
    'header_invalid',
  ],
  [
    'a length that is no number',
    () => [`POST ${P} HTTP/1.1\r\nhost: a\r\ncontent-length: ten\r\n\r\n`],
    'invalid_request',
    'header_invalid',
  ],
  [
    'broken chunks',
    (k) => [
      `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      'zz\r\n{}\r\n',
    ],
    'invalid_request',
    'http_malformed',
  ],
  [
    'chunks that end early',
    (k) => [
      `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      '5\r\n{}',
    ],
    'invalid_request',
    'http_malformed',
    { half: true },
  ],
  [
    'a body that ends early',
    (k) => [
      `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ncontent-length: 50\r\n\r\n`,
      '{}',
    ],
    'invalid_request',
    'http_malformed',
    { half: true },
  ],
  [
    'headers that end early',
    () => [`GET ${P} HTTP/1.1\r\nhost: a\r\n`],
    'invalid_request',
    'http_malformed',
    { half: true },
  ],
  ['broken percent-encoding in the path', get(`${P}/%zz`), 'invalid_request', 'url_malformed'],
  ['bytes that are no UTF-8 in the path', get(`${P}/%ff%fe`), 'invalid_request', 'url_malformed'],
  ['broken percent-encoding in the query', get(`${P}?limit=%`), 'invalid_request', 'url_malformed'],
  [
    'bytes that are no UTF-8 in the query',
    get(`${P}?limit=%ff`),
    'invalid_request',
    'url_malformed',
  ],
  ['invalid JSON', post('{"title":'), 'invalid_request', 'body_malformed'],
  [
    'a body that is no UTF-8',
    post(Buffer.from([0x7b, 0xff, 0x7d])),
    'invalid_request',
    'body_malformed',
  ],
  ['an empty body', post(''), 'invalid_request', 'body_malformed'],
  [
    'no body at all',
    (k) => [`POST ${P} HTTP/1.1\r\n${withKey(k)}\r\n`],
    'invalid_request',
    'body_malformed',
  ],
  ['a form', post('title=a', 'application/x-www-form-urlencoded'), 'invalid_request', 'media_type'],
  ['no media type', post(GOOD, ''), 'invalid_request', 'media_type'],
  ['a broken media type', post(GOOD, '???'), 'invalid_request', 'media_type'],
  [
    'JSON in UTF-16',
    post(GOOD, 'application/json; charset=utf-16'),
    'invalid_request',
    'media_type',
  ],
  [
    'a compressed body',
    (k) => [
      `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}`,
    ],
    'invalid_request',
    'media_type',
  ],
  ['a body of 70 KB', post(`"${BIG}"`), 'invalid_request', 'body_too_large'],
  [
    'a chunked body of 70 KB',
    (k) => [
      `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${BIG.length.toString(16)}\r\n${BIG}\r\n0\r\n\r\n`,
    ],
    'invalid_request',
    'body_too_large',
  ],
  ['an array', post('[]'), 'invalid_request', 'body_invalid'],
  ['null', post('null'), 'invalid_request', 'body_invalid'],
  [
    'prototype keys',
    post(GOOD.replace('{', '{"__proto__":{"a":1},"constructor":1,')),
    'invalid_request',
    'body_invalid',
  ],
  [
    'a field given twice',
    post(GOOD.replace('{', '{"title":"b",')),
    'invalid_request',
    'body_invalid',
  ],
  ['a number as text', post(GOOD.replace('30', '"30"')), 'invalid_request', 'body_invalid'],
  ['a NUL in the title', post(GOOD.replace('"a"', '"\\u0000"')), 'invalid_request', 'body_invalid'],
  [
    'half a surrogate pair',
    post(GOOD.replace('"a"', '"\\ud800"')),
    'invalid_request',
    'body_invalid',
  ],
  ['a date in the year 0', post(GOOD.replace('2031', '0000')), 'invalid_request', 'body_invalid'],
  [
    'a date beyond the year 9999',
    post(GOOD.replace('2031-05-06T07:08:09Z', '9999-12-31T23:59:59-10:00')),
    'invalid_request',
    'body_invalid',
  ],
  ['an unknown parameter', get(`${P}?page=2`), 'invalid_request', 'parameter_unknown'],
  [
    'a prototype key as parameter',
    get(`${P}?__proto__=1&constructor=2`),
    'invalid_request',
    'parameter_unknown',
  ],
  ['a parameter given twice', get(`${P}?limit=1&limit=2`), 'invalid_request', 'parameter_invalid'],
  ['a limit with a fraction', get(`${P}?limit=1.5`), 'invalid_request', 'parameter_invalid'],
  ['a limit of nothing', get(`${P}?limit=`), 'invalid_request', 'parameter_invalid'],
  ['a meeting id that is none', get(`${P}/7`), 'invalid_request', 'parameter_invalid'],
  [
    'a very long meeting id',
    get(`${P}/${BIG.slice(0, 4_000)}`),
    'invalid_request',
    'parameter_invalid',
  ],
  ['a cursor that is none', get(`${P}?cursor=2`), 'invalid_cursor', 'undecodable'],
  [
    'a cursor of the right length',
    get(`${P}?cursor=${'A'.repeat(112)}`),
    'invalid_cursor',
    'forged',
  ],
  ['no key', auth(''), 'unauthorized', 'header_missing'],
  ['an empty header', auth('authorization:\r\n'), 'unauthorized', 'header_missing'],
  ['Basic', auth('authorization: Basic YTpi\r\n'), 'unauthorized', 'scheme_wrong'],
  [
    'a bare key',
    auth(`authorization: mts_live_${'a'.repeat(32)}\r\n`),
    'unauthorized',
    'scheme_wrong',
  ],
  ['Bearer and nothing', auth('authorization: Bearer \r\n'), 'unauthorized', 'token_malformed'],
  [
    'a short key',
    auth('authorization: Bearer mts_live_abc\r\n'),
    'unauthorized',
    'token_malformed',
  ],
  [
    'a quoted key',
    auth(`authorization: Bearer "mts_live_${'a'.repeat(32)}"\r\n`),
    'unauthorized',
    'token_malformed',
  ],
  [
    'a key in other bytes',
    auth(`authorization: Bearer mts_live_${'é'.repeat(32)}\r\n`),
    'unauthorized',
    'token_malformed',
  ],
  [
    'a key nobody has',
    auth(`authorization: Bearer mts_live_${'a'.repeat(32)}\r\n`),
    'invalid_key',
    'unknown',
  ],
  [
    'two keys',
    auth(`authorization: Bearer mts_live_${'a'.repeat(32)}\r\nauthorization: Bearer x\r\n`),
    'unauthorized',
    'token_malformed',
  ],
  ['a path that is not there', get('/public/v1/meeting'), 'not_found', 'route_unknown'],
  ['a slash too many', get(`/public/v1//meetings`), 'not_found', 'route_unknown'],
  ['the root', get('/'), 'not_found', 'route_unknown'],
  ['a full URL', get(`http://a${P}?page=2`), 'invalid_request', 'parameter_unknown'],
  ['an asterisk', (k) => [`OPTIONS * HTTP/1.1\r\n${withKey(k)}\r\n`], 'not_found', 'route_unknown'],
  ['OPTIONS', (k) => [`OPTIONS ${P} HTTP/1.1\r\n${withKey(k)}\r\n`], 'not_found', 'method_unknown'],
  [
    'DELETE',
    (k) => [`DELETE ${P}/${ID} HTTP/1.1\r\n${withKey(k)}\r\n`],
    'not_found',
    'method_unknown',
  ],
  [
    'PROPFIND',
    (k) => [`PROPFIND ${P} HTTP/1.1\r\n${withKey(k)}\r\n`],
    'not_found',
    'method_unknown',
  ],
  ['QUERY', (k) => [`QUERY ${P} HTTP/1.1\r\n${withKey(k)}\r\n`], 'not_found', 'method_unknown'],
  [
    'PUT with a body',
    (k) => [
      `PUT ${P} HTTP/1.1\r\n${withKey(k)}content-type: text/odd\r\ncontent-length: 2\r\n\r\nhi`,
    ],
    'not_found',
    'method_unknown',
  ],
  ['an absent meeting', get(`${P}/${ID}`), 'not_found', 'absent'],
];
