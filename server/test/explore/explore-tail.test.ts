import { connect } from 'node:net';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import { type TailBatch, tailBatch } from '@request-desk/shared/explore-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExploreDesk,
  invent,
  openExplore,
  openListener,
} from '../../../testkit/desks/explore-data.ts';

let desk: ExploreDesk;
let seed = 100;
const closers: (() => void)[] = [];

beforeAll(async () => {
  desk = await openExplore(Date.now());
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => desk.close());

/** Requests of the last few seconds, as if just delivered. */
function arrive(count: number): Promise<void> {
  const now = Date.now();
  return invent(desk.clickhouse, { count, fromMs: now - 3000, toMs: now, seed: seed++ });
}

interface Tail {
  readonly batches: { id: string; batch: TailBatch }[];
  rows(): string[];
  close(): void;
}

async function follow(query = ''): Promise<Tail> {
  const ended = new AbortController();
  closers.push(() => ended.abort());
  const response = await fetch(`${desk.url}/support/v1/requests/tail${query}`, {
    signal: ended.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const batches: Tail['batches'] = [];
  void read(response, batches).catch(() => undefined);
  await expect.poll(() => batches.length, { timeout: 10_000 }).toBeGreaterThan(0);
  return {
    batches,
    rows: () => batches.flatMap(({ batch }) => batch.items.map((row) => row.request_id)),
    close: () => ended.abort(),
  };
}

async function read(response: Response, batches: Tail['batches']): Promise<void> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, id, data] = /^event: rows\nid: (.*)\ndata: (.*)$/.exec(event) ?? [];
      if (id !== undefined && data !== undefined)
        batches.push({ id, batch: tailBatch.parse(JSON.parse(data)) });
    }
  }
}

describe('the live tail', () => {
  it('sends each new request once, of those that pass, oldest first', async () => {
    await arrive(50);
    const [all, errors] = await Promise.all([follow(), follow('?code=error')]);
    expect(all.rows()).toEqual([]);
    await arrive(40);
    await arrive(300);
    await expect.poll(() => all.rows().length, { timeout: 10_000 }).toBe(340);
    await expect.poll(() => errors.batches.length, { timeout: 10_000 }).toBeGreaterThan(1);
    // Two more rounds overlap what was sent already.
    const rounds = all.batches.length;
    await arrive(1);
    await expect.poll(() => all.batches.length, { timeout: 10_000 }).toBeGreaterThan(rounds);
    expect(new Set(all.rows()).size).toBe(341);
    const codes = errors.batches.flatMap(({ batch }) => batch.items.map((row) => row.code));
    expect(codes.length).toBeGreaterThan(40);
    expect(codes).not.toContain('');
    for (const { batch } of all.batches) {
      const times = batch.items.map((row) => row.at);
      expect(times).toEqual(times.toSorted());
      expect(batch.skipped).toBe(0);
    }
  });

  it('goes on where it was paused', async () => {
    const first = await follow();
    const id = first.batches.at(-1)?.id;
    first.close();
    await arrive(30);
    const second = await follow(`?after=${id}`);
    await expect.poll(() => second.rows().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(30);
  });

  it('leaves rows out when they come too fast, counts them, and does not bring them later', async () => {
    const tail = await follow();
    await arrive(4000);
    await expect.poll(() => tail.rows().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(1000);
    const skipped = () => tail.batches.reduce((sum, { batch }) => sum + batch.skipped, 0);
    const rounds = tail.batches.length;
    await arrive(10);
    await expect.poll(() => tail.batches.length, { timeout: 10_000 }).toBeGreaterThan(rounds);
    expect(tail.rows().length + skipped()).toBe(4010);
    expect(new Set(tail.rows()).size).toBe(tail.rows().length);
    expect(skipped()).toBe(3000);
  });

  it('waits for a reader who does not read', async () => {
    const { port, hostname } = new URL(desk.url);
    const socket = connect(Number(port), hostname);
    closers.push(() => socket.destroy());
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`GET /support/v1/requests/tail HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    const other = await follow();
    for (let round = 0; round < 3; round++) await arrive(1000);
    await expect.poll(() => other.rows().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(1000);
    expect((await fetch(`${desk.url}/support/v1/requests`)).status).toBe(200);
  });

  it('has a limit, and room again when a stream ends', async () => {
    const path = `${desk.url}/support/v1/requests/tail`;
    const open = () => {
      const ended = new AbortController();
      closers.push(() => ended.abort());
      return fetch(path, { signal: ended.signal });
    };
    const streams = await Promise.all(Array.from({ length: 20 }, open));
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    const { error } = await desk.get('/requests/tail', consoleErrorBody);
    expect(error.code).toBe('too_many');
    for (const close of closers.splice(0)) close();
    await expect.poll(async () => (await open()).status, { timeout: 10_000 }).toBe(200);
  });

  it('ends when the console closes', async () => {
    const other = await openListener(desk.clickhouse, Date.now());
    const response = await fetch(`${other.url}/support/v1/requests/tail`);
    const text = response.text();
    await other.close();
    expect(await text).toContain('retry: 2000');
  });
});
