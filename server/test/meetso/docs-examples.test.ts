import { execFile, spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { meeting, meetingPage } from '../../src/meetso/catalogue/meetings.ts';
import { MeetsoError, meetso } from '../../src/meetso/docs/examples/meetso.ts';

const MEETINGS = '/public/v1/meetings';
const FILES = join(import.meta.dirname, '../../src/meetso/docs/examples');
const BODY = '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
let desk: PublicDesk;
let proxy: Server;
let url: string;

/** What the proxy does instead of passing an answer on, after the work was done. */
type Fault = 'page' | 'json' | 'cut' | 'none';
/** Of one client, by its key: faults to come, and POSTs with their Idempotency-Key. */
interface Seen {
  readonly faults: Fault[];
  readonly posts: { readonly key: string; readonly at: number }[];
}
const seen = new Map<string, Seen>();

beforeAll(async () => {
  desk = await openPublicDesk();
  proxy = createServer(async (request, reply) => {
    const { faults, posts } = seen.get(String(request.headers.authorization).slice(7)) ?? EMPTY;
    if (request.method === 'POST')
      posts.push({ key: String(request.headers['idempotency-key']), at: performance.now() });
    const { status, text } = await forwarded(request);
    const type = { 'content-type': 'application/json' };
    // A date that is long over: a client that takes it for seconds waits for nothing, or for NaN.
    const late = { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' };
    const fault = faults.shift();
    if (fault === 'page')
      reply.writeHead(502, { 'content-type': 'text/html', ...late }).end('<html>Bad</html>');
    else if (fault === 'json') reply.writeHead(502, type).end('{"error":"Bad"}');
    else if (fault === 'cut') {
      reply.writeHead(status, { ...type, 'content-length': text.length }).write(text.slice(0, 9));
      setImmediate(() => reply.destroy());
    } else reply.writeHead(status, type).end(text);
  });
  await new Promise<void>((go) => proxy.listen(0, '127.0.0.1', go));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

const EMPTY: Seen = { faults: [], posts: [] };

afterAll(async () => {
  proxy.close();
  await desk.close();
});

/** A key whose first answers are lost in these ways, and what is seen of its calls. */
async function unlucky(...faults: Fault[]): Promise<Seen & { readonly secret: string }> {
  const { secret } = await desk.mint(await desk.org());
  const own = { faults, posts: [] };
  seen.set(secret, own);
  return { ...own, secret };
}

/** It asked again with one key, and not at once although the proxy named a date. */
function repeatedWell({ posts }: Seen, attempts: number): void {
  expect(posts).toHaveLength(attempts);
  expect(new Set(posts.map(({ key }) => key)).size).toBe(1);
  const pauses = posts.slice(1).map(({ at }, n) => at - (posts[n]?.at ?? at));
  expect(Math.min(...pauses)).toBeGreaterThan(450);
}

async function forwarded(request: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET', headers } = request;
  const sent = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key']) {
    const value = headers[name];
    if (typeof value === 'string') sent.set(name, value);
  }
  const body = method === 'POST' ? Buffer.concat(chunks) : null;
  const answer = await fetch(`${desk.url}${request.url}`, { method, headers: sent, body });
  return { status: answer.status, text: await answer.text() };
}

const programs: readonly {
  readonly name: string;
  readonly test: string;
  readonly run: readonly string[];
  readonly faults: readonly Fault[];
}[] = [
  {
    name: 'curl',
    test: 'curl --version',
    run: ['sh', join(FILES, 'meetso.sh')],
    // It gives up where Retry-After is a date of the past. The last one is of the GET.
    faults: ['cut', 'json', 'none', 'json'],
  },
  {
    name: 'python3',
    test: 'python3 --version',
    run: ['python3', join(FILES, 'meetso.py')],
    faults: ['cut', 'page', 'json'],
  },
  {
    name: 'go',
    test: 'go version',
    run: ['go', 'run', join(FILES, 'meetso.go')],
    faults: ['cut', 'page', 'json'],
  },
];

describe.concurrent.each(programs)('the client for $name', ({ name, test, run, faults }) => {
  const [probe = '', ...flags] = test.split(' ');
  const [command = '', ...args] = run;
  const absent = spawnSync(probe, flags).status !== 0;
  it.skipIf(absent)(
    `makes one meeting although its first answers are lost${absent ? ` (no ${name} here)` : ''}`,
    async () => {
      const client = await unlucky(...faults);
      const env = { ...process.env, MEETSO_API: url, MEETSO_KEY: client.secret };
      const { stdout } = await promisify(execFile)(command, args, { env });
      const shown = meeting.parse(JSON.parse(stdout));
      repeatedWell(client, faults.indexOf('none') + 1 || faults.length + 1);
      const { body } = await desk.call(MEETINGS, { key: client.secret });
      expect(meetingPage.parse(body).data).toEqual([shown]);
    },
    120_000,
  );
});

describe.concurrent('the client for TypeScript', () => {
  it('makes one meeting although its first answers are lost, and throws what is to be mended', async () => {
    const client = await unlucky('cut', 'page', 'json');
    const { secret } = client;
    const made = meeting.parse(
      await meetso(`${url}${MEETINGS}`, secret, { method: 'POST', body: BODY }),
    );
    repeatedWell(client, 4);
    const { data } = meetingPage.parse(await meetso(`${url}${MEETINGS}`, secret));
    expect(data).toEqual([made]);
    const refused = await meetso(`${url}${MEETINGS}?limit=0`, secret).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(MeetsoError);
    expect(refused).toMatchObject({
      status: 400,
      code: 'invalid_request',
      requestId: expect.stringMatching(/^req_/),
    });
  });
});
