import { BIG, type ContractRow, get, P, withKey } from './contract-bytes.ts';

/** HTTP that is broken, or framed as no client should. */
export const HTTP_ROWS: readonly ContractRow[] = [
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
  ['two Hosts', get(P, 'host: b\r\n'), 'invalid_request', 'header_invalid'],
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
];
