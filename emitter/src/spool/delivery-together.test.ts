/** Errors and log records go into one table: what is little and due at once is one delivery. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pino from 'pino';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { bodiesIn } from '../../../testkit/spool/segments.ts';
import { openSpool } from './open-spool.ts';
import { type JoinedDelivery, Refused, type Sink, Unreadable } from './sink.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-together-'));
const log = pino({ level: 'silent' });
let spools = 0;

afterAll(() => rmSync(root, { recursive: true }));

type Paths = readonly string[];

/** A spool whose sink refuses what `refusal` gives an error for, and what it took, a delivery each. */
async function spoolWith(refusal: (bodies: readonly string[], paths: Paths) => unknown) {
  const taken: string[][] = [];
  const take = async (paths: Paths) => {
    const bodies = paths.flatMap((path) => bodiesIn(path).map(String));
    const error = refusal(bodies, paths);
    if (error !== undefined) throw error;
    taken.push(bodies);
  };
  const sink: Required<Pick<Sink, 'deliver' | 'deliverTogether'>> = {
    deliver: ({ path }) => take([path]),
    deliverTogether: ({ parts }: JoinedDelivery) => take(parts.map(({ path }) => path)),
  };
  const path = join(root, String(spools++));
  const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
  onTestFinished(() => spool.close());
  const append = (stream: 'errors' | 'logs', text: string) =>
    spool.append(stream, Buffer.from(text));
  /** One of each stream, asked for at once. */
  const both = (n: string) => {
    append('logs', `log ${n}`);
    append('errors', `error ${n}`);
    spool.flush();
  };
  const all = () => taken.flat().sort();
  return { path, spool, taken, append, both, all };
}

it('is one delivery, and every body is delivered once', async () => {
  const { spool, taken, both, path } = await spoolWith(() => undefined);
  both('1');
  await expect.poll(() => taken).toEqual([['error 1', 'log 1']]);
  both('2');
  await expect.poll(() => taken.length).toBe(2);
  expect(taken[1]).toEqual(['error 2', 'log 2']);
  await expect.poll(() => spool.state().backlog_segments).toBe(0);
  const kept = (stream: string) => readdirSync(join(path, stream)).filter(isDone).length;
  expect([kept('errors'), kept('logs')]).toEqual([2, 2]);
  expect(spool.state()).toMatchObject({ quarantined_segments: 0, dropped_bytes: 0 });
});

it('is by itself what is much', async () => {
  const { taken, append, both } = await spoolWith(() => undefined);
  append('logs', '.'.repeat(2 ** 20 + 1));
  both('1');
  await expect.poll(() => taken.flat().length).toBe(3);
  expect(taken.find((bodies) => bodies.includes('error 1'))).toEqual(['error 1']);
});

it.each([
  ['cannot be read', () => new Unreadable('no'), { quarantined_segments: 1 }],
  ['is refused', () => new Refused('no'), { quarantined_segments: 0 }],
])('holds up no error with a log record that %s', async (_, fault, state) => {
  const isBad = (bodies: readonly string[]) => bodies.includes('log bad');
  const { spool, all, both } = await spoolWith((bodies) => (isBad(bodies) ? fault() : undefined));
  both('bad');
  await expect.poll(all).toEqual(['error bad']);
  both('good');
  await expect.poll(all, { timeout: 10_000 }).toEqual(['error bad', 'error good', 'log good']);
  await expect.poll(() => spool.state(), { timeout: 10_000 }).toMatchObject(state);
});

it('delivers the log records where the error is what cannot be read', async () => {
  const isBad = (bodies: readonly string[]) => bodies.includes('error bad');
  const { spool, all, both } = await spoolWith((bodies) =>
    isBad(bodies) ? new Unreadable('no') : undefined,
  );
  both('bad');
  await expect.poll(all).toEqual(['log bad']);
  await expect
    .poll(() => spool.state())
    .toMatchObject({ quarantined_segments: 1, backlog_segments: 0 });
});

it('delivers the error where somebody removes the log records on their way', async () => {
  let removed = 0;
  const { spool, all, both } = await spoolWith((bodies, paths) => {
    const logs = paths.find((path) => basename(dirname(path)) === 'logs');
    if (logs === undefined || !bodies.includes('log 1')) return undefined;
    removed = readFileSync(logs).length;
    rmSync(logs);
    return new Error('no such file');
  });
  both('1');
  await expect.poll(all).toEqual(['error 1']);
  await expect.poll(() => spool.state().dropped_bytes).toBe(removed);
  expect(removed).toBeGreaterThan(0);
});

it('loses and repeats nothing when the store is away for a while, nor at the end', async () => {
  let away = 3;
  const { spool, all, both, append } = await spoolWith(() =>
    away-- > 0 ? new Error('away') : undefined,
  );
  for (const n of ['1', '2', '3']) both(n);
  await expect
    .poll(all, { timeout: 10_000 })
    .toEqual(['error 1', 'error 2', 'error 3', 'log 1', 'log 2', 'log 3']);
  append('errors', 'error last');
  append('logs', 'log last');
  await spool.close();
  expect(all().filter((body) => body.endsWith('last'))).toEqual(['error last', 'log last']);
  expect(all()).toHaveLength(8);
});

function isDone(name: string): boolean {
  return name.endsWith('.done');
}
