import type { Random } from '../../testkit/random.ts';
import { type ApiDescription, type FuzzFixtures, wholeRequest } from './requests.ts';

const SEEDS = [
  'GET / HTTP/0.9\r\n\r\n',
  'GET /public/v1/meetings\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET http:// HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\r\n\r\n',
  'SSH-2.0-OpenSSH_9\r\n',
  'POST /public/v1/meetings HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /public/v1/meetings HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  'POST /public/v1/meetings HTTP/1.1\r\nhost: a\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n',
  'POST /public/v1/meetings HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
  'POST /public/v1/meetings HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999999999999\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\nhost: a\n\n',
  'GET /public/v1/meetings HTTP/1.1\r\n host: a\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\r\nhost : a\r\n\r\n',
  'GET\t/public/v1/meetings\tHTTP/1.1\r\nhost: a\r\n\r\n',
  'get /public/v1/meetings HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\r\nhost: a\r\nx: \x00\r\n\r\n',
  'GET /public/v1/meetings HTTP/1.1\r\nhost: a\r\n: empty\r\n\r\n',
  'GET /\xff\xfe HTTP/1.1\r\nhost: a\r\n\r\n',
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(4_000)}\r\n`,
  '\r\n\r\n\r\nGET / HTTP/1.1\r\nhost: a\r\n\r\n',
];

/** Bytes that need not be HTTP, in the parts in which they are sent. */
export function brokenBytes(random: Random, api: ApiDescription, fixtures: FuzzFixtures): Buffer[] {
  const bytes = random.chance(0.25)
    ? Buffer.from(random.one(SEEDS), 'latin1')
    : random.chance(0.08)
      ? random.bytes(random.int(1, 300))
      : damaged(random, wholeRequest(random, api, fixtures).bytes);
  const all = random.chance(0.1)
    ? Buffer.concat([wholeRequest(random, api, fixtures).bytes, bytes])
    : bytes;
  if (all.length < 2 || random.chance(0.7)) return [all];
  const cut = random.int(1, all.length - 1);
  return [all.subarray(0, cut), all.subarray(cut)];
}

function damaged(random: Random, whole: Buffer): Buffer {
  let bytes = Buffer.from(whole);
  // Most damage goes where it matters: into the head.
  const head = Math.max(1, bytes.indexOf('\r\n\r\n') + 4);
  const place = () =>
    random.int(0, Math.min(bytes.length, random.chance(0.8) ? head : bytes.length) - 1);
  do {
    if (bytes.length === 0) break;
    const at = place();
    const kind = random.int(0, 6);
    if (kind === 0) bytes[at] = random.int(0, 255);
    else if (kind === 1) bytes = bytes.subarray(0, at);
    else if (kind === 2)
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.int(1, 8))]);
    else if (kind === 3)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        random.bytes(random.int(1, 8)),
        bytes.subarray(at),
      ]);
    else if (kind === 4)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(random.one(['\r\n', '\n', '\r', '\0', ' ', ':', '\t', '\r\n\r\n'])),
        bytes.subarray(at),
      ]);
    else if (kind === 5)
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(Math.max(0, at - random.int(1, 40))),
      ]);
    else
      bytes = Buffer.from(
        bytes
          .toString('latin1')
          .replace(/content-length: \d+/, () => `content-length: ${random.int(0, 200)}`),
        'latin1',
      );
  } while (random.chance(0.4));
  return bytes;
}
