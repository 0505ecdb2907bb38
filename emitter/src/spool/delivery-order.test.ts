import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { bodiesIn, writeSegment } from '../../../testkit/spool/segments.ts';
import { openSpool } from './open-spool.ts';
import { SegmentDirectory, type SegmentState } from './segment-directory.ts';
import { Refused, type Sink } from './sink.ts';
import type { Stream } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-order-'));
const log = pino({ level: 'silent' });
let spools = 0;

afterAll(() => rmSync(root, { recursive: true }));

/** A directory in which an earlier process left `count` segments. */
function left(stream: Stream, state: SegmentState, count: number, kilobytes = 0): string {
  const path = join(root, String(spools++));
  const segments = new SegmentDirectory(path, stream);
  const filling = '.'.repeat(kilobytes * 1024);
  for (let n = 0; n < count; n++) {
    writeSegment(segments.next(1_000 + n, state), Buffer.from(`old ${n} ${filling}`));
  }
  writeFileSync(join(path, 'running'), '');
  return path;
}

const bodiesOf = (path: string) =>
  bodiesIn(path).map((body) => body.toString().split(' ', 2).join(' '));

/** A sink that notes what each delivery held; it takes a while for each. */
function noting(takesMs: number, joins: boolean) {
  const deliveries: string[][] = [];
  const note = async (paths: readonly string[]) => {
    await setTimeout(takesMs);
    deliveries.push(paths.flatMap(bodiesOf));
  };
  const one: Sink = { deliver: ({ path }) => note([path]) };
  const many: Sink['deliverTogether'] = ({ parts }) => note(parts.map(({ path }) => path));
  return { deliveries, sink: joins ? { ...one, deliverTogether: many } : one };
}

const open = (path: string, sink: Sink) =>
  openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });

describe.each([
  ['joined', true],
  ['one by one', false],
] as const)('what is delivered first, segments %s', (_, joins) => {
  it.each([
    ['copies after an unclean end', 'errors', 'done'],
    ['a backlog of the same stream', 'errors', 'seg'],
    ['a backlog of another stream', 'traces', 'seg'],
  ] as const)(
    'is a new error: it overtakes %s',
    async (_what, stream, state) => {
      const { deliveries, sink } = noting(20, joins);
      const spool = await open(left(stream, state, 3_000, joins ? 8 : 0), sink);
      await expect.poll(() => deliveries.length).toBeGreaterThan(1);
      for (let n = 0; n < 3; n++) {
        const before = deliveries.length;
        spool.append('errors', Buffer.from(`new ${n}`));
        const place = () => deliveries.findIndex((bodies) => bodies.includes(`new ${n}`));
        await expect.poll(place, { interval: 5 }).toBeGreaterThan(0);
        // Counted in deliveries of its own stream: what is on its way, and at most the timer's tick.
        const waited = place() - before;
        if (n === 0) expect(deliveries.flat().length).toBeLessThan(3_000);
        expect(waited).toBeLessThanOrEqual(stream === 'errors' ? 2 : 200 / 20 + 4);
      }
      await spool.close();
    },
    20_000,
  );
});

describe.each([
  ['a backlog', 'seg'],
  ['copies after an unclean end', 'done'],
] as const)('%s', (_, state) => {
  it('has its turn, though new errors come as fast as they are delivered', async () => {
    const { deliveries, sink } = noting(1, true);
    let news = 0;
    const more = () => spool.append('errors', Buffer.from(`new ${news++}`));
    const busy: Sink = {
      async deliver(one) {
        more();
        await sink.deliver(one);
      },
      async deliverTogether(many) {
        more();
        await sink.deliverTogether?.(many);
      },
    };
    const spool = await open(left('errors', state, 40), busy);
    spool.append('errors', Buffer.from('new first'));
    const old = () => new Set(deliveries.flat().filter((body) => body.startsWith('old'))).size;
    await expect.poll(old, { timeout: 10_000 }).toBe(40);
    expect(deliveries.length).toBeLessThan(100);
    await spool.close();
  });
});

describe('copies after an unclean end', () => {
  it('are joined into few deliveries, each is delivered once, and the marker goes', async () => {
    const { deliveries, sink } = noting(1, true);
    const path = left('errors', 'done', 3_000);
    const spool = await open(path, sink);
    await expect.poll(() => deliveries.flat().length, { timeout: 10_000 }).toBe(3_000);
    expect(new Set(deliveries.flat()).size).toBe(3_000);
    expect(deliveries.length).toBeLessThanOrEqual(6);
    await setTimeout(50);
    await spool.close();
    expect(() => readFileSync(join(path, 'running'))).toThrow();
  });
});

describe('a receiver that turns out to be another one', () => {
  it('is given once more what was delivered lately, once, and what is new as ever', async () => {
    const { deliveries, sink } = noting(1, true);
    const spool = await open(left('errors', 'seg', 3), sink);
    const all = () => deliveries.flat().sort();
    await expect.poll(all).toEqual(['old 0', 'old 1', 'old 2']);
    spool.repeat();
    spool.append('errors', Buffer.from('new 0'));
    const twice = [0, 0, 1, 1, 2, 2].map((n) => `old ${n}`);
    await expect.poll(all).toEqual(['new 0', ...twice]);
    expect(deliveries.at(-1)).toEqual(['old 0', 'old 1', 'old 2']);
    await spool.close();
    expect(all()).toEqual(['new 0', ...twice]);
  });
});

describe('a segment at fault among many', () => {
  it('comes to stand alone, and all others are delivered', async () => {
    const { deliveries, sink } = noting(1, true);
    const refuse = (paths: readonly string[]) => {
      if (paths.flatMap(bodiesOf).includes('old 700')) throw new Refused('not this one');
    };
    const picky: Sink = {
      async deliver(one) {
        refuse([one.path]);
        await sink.deliver(one);
      },
      async deliverTogether(many) {
        refuse(many.parts.map(({ path }) => path));
        await sink.deliverTogether?.(many);
      },
    };
    const spool = await open(left('logs', 'seg', 1_000), picky);
    await expect.poll(() => spool.state().backlog_segments, { timeout: 15_000 }).toBe(1);
    expect(new Set(deliveries.flat()).size).toBe(999);
    expect(spool.oldestUndelivered()).toBeLessThan(performance.now() - 1_000);
    await spool.close();
  }, 20_000);
});
