import { connect } from 'node:net';
import { Numbers } from '@request-desk/fastify/producer/numbers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDesk, type TelemetryDesk } from '../../../testkit/desks/telemetry-desk.ts';
import { readRecords } from '../../../testkit/otlp/telemetry-otlp.ts';

let desk: TelemetryDesk;
let numbers: Numbers;
/** What stood in the sequence file each time it was written, and how many errors were appended. */
let saved: { failed: number; flushed: number; appended: number }[];

beforeEach(async () => {
  saved = [];
  numbers = new Numbers({
    id: 'prd_0123456789abcdef',
    epoch: 7,
    save() {
      const { failed, flushed } = numbers;
      saved.push({ failed, flushed, appended: desk.spool.records('errors').length });
    },
  });
  desk = await openDesk(
    (app) => {
      app.get('/ok', async () => 'fine');
      app.get('/moved', async (_request, reply) => reply.redirect('/ok'));
      app.get('/slow', () => new Promise<never>(() => undefined));
    },
    undefined,
    numbers,
  );
});
afterEach(() => desk.close());

const get = async (path: string) =>
  (await fetch(`http://127.0.0.1:${desk.port}${path}`, { redirect: 'manual' })).status;

/** Status and number of each event, in the order of the spool. */
const events = () =>
  desk.spool.events().map(({ attributes: a }) => {
    expect(a['request_desk.producer.id']).toBe('prd_0123456789abcdef');
    expect(Number(a['request_desk.producer.epoch'])).toBe(7);
    return [Number(a['http.response.status_code']), Number(a['request_desk.sequence'])];
  });

it('numbers every request event, failed and succeeded ones apart', async () => {
  const statuses = [await get('/ok'), await get('/none'), await get('/moved'), await get('/ok')];
  expect(statuses).toEqual([200, 404, 302, 200]);
  // Before the answer left, and with the number that its event has.
  expect(saved.map(({ failed }) => failed)).toEqual(expect.arrayContaining([1, 2]));
  expect(saved.filter(({ failed, appended }) => failed !== appended)).toEqual([]);
  desk.telemetry.emitMalformed({ kind: 'http_malformed', remoteAddress: undefined });
  const socket = connect(desk.port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
  setTimeout(() => socket.destroy(), 100);
  await expect.poll(() => events().length, { timeout: 5_000 }).toBe(6);
  expect(events().filter(([status]) => status !== 200)).toEqual([
    [404, 1],
    [302, 2],
    [400, 3],
    [499, 4],
  ]);
  expect(events().filter(([status]) => status === 200)).toEqual([
    [200, 1],
    [200, 2],
  ]);
  expect(saved.at(-1)).toMatchObject({ failed: 4, flushed: 2 });
  // Log lines and heartbeats have none.
  const others = desk.spool.records().filter((r) => r.eventName !== 'request_desk.request');
  expect(others.length).toBeGreaterThan(0);
  expect(others.some((r) => 'request_desk.sequence' in r.attributes)).toBe(false);
});

it('keeps the number of an event that a full disk kept out, also in the line it prints', async () => {
  desk.spool.failing = ['errors'];
  expect([await get('/none'), await get('/none')]).toEqual([404, 404]);
  expect(saved.map(({ failed }) => failed)).toEqual(expect.arrayContaining([1, 2]));
  const printed = desk.lines.flatMap((line) => (JSON.parse(line) as { otlp?: string }).otlp ?? []);
  const inLines = printed
    .flatMap((otlp) => readRecords(Buffer.from(otlp, 'base64')))
    .map(({ attributes }) => Number(attributes['request_desk.sequence']));
  expect(inLines).toEqual([1, 2]);
  desk.spool.failing = [];
  expect(await get('/none')).toBe(404);
  expect(events()).toEqual([
    [404, 1],
    [404, 2],
    [404, 3],
  ]);
});
