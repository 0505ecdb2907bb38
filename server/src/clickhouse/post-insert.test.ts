import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { postInsert } from './post-insert.ts';

const NEVER = new AbortController().signal;

it.each([0, 1, 256 * 1024, 3_000_000])('sends all %i bytes of a file as they are', async (size) => {
  const bytes = randomBytes(size);
  const seen: { bytes?: Buffer; url?: string | undefined; authorization?: string | undefined } = {};
  const url = await serve(async (request, answer) => {
    seen.bytes = await buffer(request);
    seen.url = request.url;
    seen.authorization = request.headers.authorization;
    answer.writeHead(200, { 'x-clickhouse-query-id': '1' }).end();
  });
  const credentials = url.replace('http://', 'http://desk:p%40ss@');
  const path = fileOf(bytes);
  expect(await postInsert(credentials, { query: 'INSERT', n: 1 }, path, NEVER)).toBeUndefined();
  expect(seen.bytes?.equals(bytes)).toBe(true);
  expect(seen.url).toBe('/?query=INSERT&n=1');
  expect(seen.authorization).toBe(`Basic ${Buffer.from('desk:p@ss').toString('base64')}`);
});

it('resolves with a refusal that comes before all was read', async () => {
  const url = await serve((_request, answer) => {
    answer.writeHead(500, { 'x-clickhouse-exception-code': '241' }).end('too much memory');
  });
  const refused = await postInsert(url, {}, fileOf(randomBytes(20_000_000)), NEVER);
  expect(refused).toEqual({ code: 241, message: 'too much memory' });
});

it('rejects when the server goes away in between', async () => {
  const url = await serve((request) => {
    request.once('data', () => request.socket.destroy());
  });
  await expect(postInsert(url, {}, fileOf(randomBytes(5_000_000)), NEVER)).rejects.toThrow();
});

it('rejects when its signal is given while the server reads nothing', async () => {
  const abort = new AbortController();
  const url = await serve((request) => {
    request.pause();
    abort.abort(new Error('enough'));
  });
  await expect(
    postInsert(url, {}, fileOf(randomBytes(20_000_000)), abort.signal),
  ).rejects.toThrow();
});

it('rejects when the answer is cut off', async () => {
  const url = await serve(async (request, answer) => {
    await buffer(request);
    answer.writeHead(200, { 'content-length': 10 }).write('half', () => request.socket.destroy());
  });
  await expect(postInsert(url, {}, fileOf(randomBytes(10)), NEVER)).rejects.toThrow();
});

it('rejects when something else than ClickHouse says that all is well', async () => {
  const url = await serve(async (request, answer) => {
    await buffer(request);
    answer.writeHead(200, { 'content-type': 'text/html' }).end('Please sign in');
  });
  const inserted = postInsert(url, {}, fileOf(randomBytes(10)), NEVER);
  await expect(inserted).rejects.toThrow('no ClickHouse');
});

it('rejects when there is no such file', async () => {
  const url = await serve((_request, answer) => answer.end());
  await expect(postInsert(url, {}, '/nowhere/segment', NEVER)).rejects.toThrow(/ENOENT/);
});

/** A server on a free port, until the test is over. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fileOf(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-post-insert-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'segment');
  writeFileSync(path, bytes);
  return path;
}
