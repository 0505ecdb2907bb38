import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, only } from '../../../testkit/clients/public-api-raw.ts';
import { BIG, get, ID, P, post, withKey } from '../../../testkit/contract/contract-bytes.ts';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { errorEnvelope } from '../../src/meetso/catalogue/envelope.ts';
import { SERVER_LIMITS } from '../../src/meetso/server/server-limits.ts';

let desk: PublicDesk;
let org: string;

beforeAll(async () => {
  desk = await openPublicDesk();
  org = await desk.org();
});

afterAll(() => desk.close());

/** A key that this process has not seen yet. */
const fresh = async () => (await desk.mint(org)).secret;

/** Everything that comes back on a connection whose sending side ends behind `bytes`. */
function halfClosed(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: desk.port, host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', () => undefined);
    socket.on('end', () => socket.destroy());
    socket.end(bytes);
  });
}

describe('clients that shut their side', () => {
  it.each([
    ['an absent meeting', `${P}/${ID}`, 404],
    ['the list', P, 200],
  ])('are answered: %s', async (_what, path, status) => {
    const key = await fresh();
    const bytes = String(get(path)(key)[0]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => halfClosed(bytes)));
    expect(new Set(answers.map((answer) => answer.slice(0, 13)))).toEqual(
      new Set([`HTTP/1.1 ${status} `]),
    );
  });

  it('are answered when they did so within a body', async () => {
    const bytes = `POST ${P} HTTP/1.1\r\n${withKey(await fresh())}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`;
    expect(await halfClosed(bytes)).toMatch(/before the request was complete/);
  });

  it('get all answers of a pipeline', async () => {
    const one = String(get(`${P}/${ID}`)(await fresh())[0]);
    expect((await halfClosed(one + one)).match(/HTTP\/1\.1 404 /g)).toHaveLength(2);
  });
});

it('lets the framework wait as long as the draining may take', () => {
  // Else the listener went away after ten seconds, and connections in its queue were reset.
  expect(desk.app.initialConfig.pluginTimeout).toBeGreaterThan(SERVER_LIMITS.drainMs);
});

it('serves the paths of the documentation, and their methods', async () => {
  const answer = await fetch(`http://127.0.0.1:${desk.port}/openapi.json`, { method: 'POST' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([404, 'GET, HEAD']);
  expect(await answer.text()).toContain('POST is not a method of /openapi.json');
});

describe('an error whose head was read names its caller', () => {
  const bad = (more: string) => (k: string) => [`GET ${P} HTTP/1.1\r\n${withKey(k)}${more}\r\n`];
  it.each<[string, (k: string) => (string | Uint8Array)[], RegExp]>([
    ['broken percent-encoding', get(`${P}/%zz`), /percent-encoding/],
    ['a URL too long', get(`${P}?q=${BIG.slice(0, 20_000)}`), /longer than 8192/],
    ['no Host', (k) => [`GET ${P} HTTP/1.1\r\nauthorization: Bearer ${k}\r\n\r\n`], /missing/],
    ['two Hosts', bad('host: b\r\n'), /Host header is there more than once/],
    ['an unknown Expect', bad('expect: miracles\r\n'), /100-continue/],
    ['more than one Expect', bad('expect: 100-continue, miracles\r\n'), /100-continue/],
    ['a coding before chunks', bad('transfer-encoding: gzip, chunked\r\n'), /chunked/],
    ['large headers', bad(`x: ${BIG.slice(0, 40_000)}\r\n`), /16 KiB/],
    [
      'a key behind two thousand headers',
      (k) => [`GET ${P}?limit=0 HTTP/1.1\r\n${'a:\r\n'.repeat(2_000)}${withKey(k)}\r\n`],
      /limit must be/,
    ],
    [
      'two lengths',
      bad('content-length: 1\r\ncontent-length: 1\r\n'),
      /Content-Length .*more than once/,
    ],
    [
      'length and chunks',
      bad('content-length: 1\r\ntransfer-encoding: chunked\r\n'),
      /cannot be used together/,
    ],
    [
      'chunks and length',
      bad('transfer-encoding: chunked\r\ncontent-length: 1\r\n'),
      /cannot be used together/,
    ],
    ['an unknown method', (k) => [`FOO ${P} HTTP/1.1\r\n${withKey(k)}\r\n`], /HTTP method FOO\./],
    ['a method in small letters', (k) => [`get ${P} HTTP/1.1\r\n${withKey(k)}\r\n`], /capitals/],
    ['CONNECT', (k) => [`CONNECT a:443 HTTP/1.1\r\n${withKey(k)}\r\n`], /CONNECT/],
    [
      'a broken chunk in the same packet',
      (k) => [
        `POST ${P} HTTP/1.1\r\n${withKey(k)}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      ],
      /chunks/,
    ],
    ['a body too large', post(`"${BIG}"`), /64 KiB/],
  ])('%s', async (_what, bytes, message) => {
    const key = await fresh();
    const answer = await only(desk, bytes(key));
    expect(answer.code).toBe('invalid_request');
    expect(answer.message).toMatch(message);
    expect(answer.attributes).toMatchObject({
      'request_desk.org.id': org,
      'request_desk.api_key.prefix': key.slice(0, 13),
    });
  });

  it('but not the caller of the request before it on the connection', async () => {
    const [first, second] = await exchange(desk.port, [
      `${get(`${P}/${ID}`)(await fresh())[0]}FOO / HTTP/1.1\r\nhost: a\r\n\r\n`,
    ]);
    expect([first?.status, second?.status]).toEqual([404, 400]);
    if (second === undefined) throw new Error('no second answer');
    const { attributes } = await desk.answered(second.status, second.headers, second.text);
    expect(attributes).not.toHaveProperty('request_desk.org.id');
    expect(attributes['url.path']).toBe('/');
  });

  it('carries and stores how the client named the call, once and in its form', async () => {
    const named = (more: string) => `FOO ${P} HTTP/1.1\r\nhost: a\r\n${more}\r\n`;
    const answer = await only(desk, [named('x-client-request-id: order-4711\r\n')]);
    expect(answer.headers.get('x-client-request-id')).toBe('order-4711');
    expect(Object.values(answer.attributes)).toContain('order-4711');
    for (const more of ['<b>\r\n', 'a\r\nx-client-request-id: b\r\n']) {
      const other = await only(desk, [named(`x-client-request-id: ${more}`)]);
      expect(other.headers.get('x-client-request-id')).toBeNull();
    }
  });

  it('says of TLS on this port what it is', async () => {
    const answer = await only(desk, ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']);
    expect(answer.message).toContain('TLS');
  });
});

describe('uploads', () => {
  it.each([
    ['with a length', { 'content-type': 'application/json' }],
    ['of a wrong type', { 'content-type': 'text/plain' }],
  ])('of 5 MB %s always get their answer', async (_what, headers) => {
    const key = await fresh();
    const body = Buffer.alloc(5_000_000, 'x');
    const outcomes: string[] = [];
    for (let i = 0; i < 20; i++) {
      const outcome = fetch(`${desk.url}${P}`, {
        method: 'POST',
        body,
        headers: { ...headers, authorization: `Bearer ${key}` },
      }).then(
        async (answer) => `${answer.status} ${errorEnvelope.parse(await answer.json()).error.code}`,
        (error: Error) => String(error.cause),
      );
      outcomes.push(await outcome);
    }
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => '400 invalid_request'));
  });

  it('that were read to the end leave the connection open behind their refusal', async () => {
    const key = await fresh();
    const bytes = [...post('{"title":')(key), ...get(P, 'connection: close\r\n')(key)].join('');
    const statuses = (await halfClosed(bytes)).match(/HTTP\/1\.1 \d+/g);
    expect(statuses).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('are read to the end behind an answer that closes the connection', async () => {
    const sent = await new Promise<string>((resolve) => {
      const socket = connect(desk.port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', (error) => resolve(`${String(error)} ${text.slice(0, 12)}`));
      socket.on('close', () => resolve(text.slice(0, 12)));
      socket.write(
        `POST ${P} HTTP/1.1\r\nhost: a\r\ncontent-length: 20000000\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n`,
      );
      for (let i = 0; i < 20; i++) socket.write(Buffer.alloc(1_000_000, 'x'));
    });
    expect(sent).toBe('HTTP/1.1 401');
  });
});

describe('Expect: 100-continue', () => {
  const head = (key: string) =>
    `POST ${P} HTTP/1.1\r\n${withKey(key)}content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n`;
  const firstBytes = (bytes: string, then?: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(desk.port, '127.0.0.1');
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
        if (then && text.endsWith('HTTP/1.1 100 Continue\r\n\r\n')) socket.write(then);
        else if (text.includes('request_id')) socket.destroy();
      });
      socket.on('close', () => resolve(text));
      socket.write(bytes);
    });

  it('goes out only to a caller that was let in', async () => {
    const unknown = await firstBytes(head(`mts_live_${'D'.repeat(32)}`));
    expect(unknown).toMatch(/^HTTP\/1\.1 401 /);
    expect(unknown.toLowerCase()).toContain('connection: close');
    const alive = await firstBytes(head(await fresh()), '{}');
    expect(alive).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
    expect(alive).toContain('title is missing');
    expect(alive.toLowerCase()).not.toContain('connection: close');
    const large = await firstBytes(head(await fresh()).replace('length: 2', 'length: 20000000'));
    expect(large).toMatch(/^HTTP\/1\.1 400 /);
    expect(large).toContain('larger than 64 KiB');
  });
});
