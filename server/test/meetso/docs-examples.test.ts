import { execFile, spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { meeting, meetingPage } from '../../src/meetso/catalogue/meetings.ts';
import { MeetsoError, meetso } from '../../src/meetso/docs/examples/meetso.ts';

const MEETINGS = '/public/v1/meetings';
const FILES = join(import.meta.dirname, '../../src/meetso/docs/examples');
const BODY = '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
let desk: PublicDesk;
let proxy: Server;
let url: string;
/** Idempotency keys of the POSTs that came to the proxy. */
let posts: string[] = [];
/** How many further answers the proxy replaces by a page of its own. */
let pages = 0;

beforeAll(async () => {
  desk = await openPublicDesk();
  proxy = createServer(async (request, reply) => {
    const { status, text } = await forwarded(request);
    if (pages-- > 0) {
      reply.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
      return;
    }
    reply.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((go) => proxy.listen(0, '127.0.0.1', go));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

afterAll(async () => {
  proxy.close();
  await desk.close();
});

beforeEach(() => {
  posts = [];
  pages = 0;
});

/** The answer is lost after the work was done: that is when a repetition may double it. */
async function forwarded(request: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = 'GET', headers } = request;
  if (method === 'POST') posts.push(String(headers['idempotency-key']));
  const sent = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key']) {
    const value = headers[name];
    if (typeof value === 'string') sent.set(name, value);
  }
  const body = method === 'POST' ? Buffer.concat(chunks) : null;
  const answer = await fetch(`${desk.url}${request.url}`, { method, headers: sent, body });
  return { status: answer.status, text: await answer.text() };
}

const programs: readonly (readonly [name: string, test: string, run: string[]])[] = [
  ['curl', 'curl --version', ['sh', join(FILES, 'meetso.sh')]],
  ['python3', 'python3 --version', ['python3', join(FILES, 'meetso.py')]],
  ['go', 'go version', ['go', 'run', join(FILES, 'meetso.go')]],
];

describe.each(programs)('the client for %s', (name, test, [command = '', ...args]) => {
  const [probe = '', ...flags] = test.split(' ');
  const absent = spawnSync(probe, flags).status !== 0;
  it.skipIf(absent)(
    `makes one meeting although its first answer is lost${absent ? ` (no ${name} here)` : ''}`,
    async () => {
      const { secret } = await desk.mint(await desk.org(name));
      pages = 1;
      const env = { ...process.env, MEETSO_API: url, MEETSO_KEY: secret };
      const { stdout } = await promisify(execFile)(command, args, { env });
      const shown = meeting.parse(JSON.parse(stdout));
      expect(posts).toHaveLength(2);
      expect(new Set(posts).size).toBe(1);
      const { body } = await desk.call(MEETINGS, { key: secret });
      expect(meetingPage.parse(body).data).toEqual([shown]);
    },
    120_000,
  );
});

describe('the client for TypeScript', () => {
  it('makes one meeting although its first answer is lost, and throws what is to be mended', async () => {
    const { secret } = await desk.mint(await desk.org());
    pages = 1;
    const made = meeting.parse(
      await meetso(`${url}${MEETINGS}`, secret, { method: 'POST', body: BODY }),
    );
    expect(new Set(posts).size).toBe(1);
    const { data } = meetingPage.parse(await meetso(`${url}${MEETINGS}`, secret));
    expect(data).toEqual([made]);
    const refused = await meetso(`${url}${MEETINGS}?limit=0`, secret).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(MeetsoError);
    expect(refused).toMatchObject({
      ...{ status: 400, code: 'invalid_request' },
      requestId: expect.stringMatching(/^req_/),
    });
  });
});
