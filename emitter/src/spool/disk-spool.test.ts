import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { bodiesIn, writeSegment } from '../../../testkit/spool/segments.ts';
import { openSpool } from './open-spool.ts';
import { SegmentDirectory } from './segment-directory.ts';
import type { Sink } from './sink.ts';
import type { Spool } from './spool.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-disk-spool-'));
const log = pino({ level: 'silent' });
const body = (n: number) => Buffer.from(`body ${n}`);
let spools = 0;

afterAll(() => rmSync(root, { recursive: true }));

/** A sink in memory, a spool before it, and its two clocks. */
async function stage(path = join(root, String(spools++))) {
  const bodies: string[] = [];
  const stage = { away: false, wall: 1_800_000_000_000, bodies };
  const sink: Sink = {
    async deliver(delivery) {
      if (stage.away) throw new Error('away');
      const found = bodiesIn(delivery.path);
      bodies.push(...found.map((one) => one.toString()));
    },
  };
  const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: () => stage.wall, log });
  return Object.assign(stage, { spool, path });
}

const idle = (spool: Spool) => expect.poll(() => spool.oldestUndelivered()).toBeUndefined();

describe('a spool on disk', () => {
  it('says since when something waits, until it is delivered', async () => {
    const { spool, path, ...rest } = await stage();
    expect(spool.path).toBe(path);
    expect(spool.oldestUndelivered()).toBeUndefined();
    const before = performance.now();
    spool.append('traces', body(1));
    const since = spool.oldestUndelivered();
    spool.append('errors', body(2));
    expect(spool.oldestUndelivered()).toBe(since);
    expect(since).toBeGreaterThanOrEqual(before);
    await idle(spool);
    expect(rest.bodies.toSorted()).toEqual(['body 1', 'body 2']);
    await spool.close();
  });

  it('counts what an earlier process left from its stamp, and what is stamped later from its start', async () => {
    const path = join(root, 'left');
    const segments = new SegmentDirectory(path, 'logs');
    writeSegment(segments.next(1_000, 'seg'), body(1));
    const before = performance.now();
    const { spool } = await stage(path);
    const ageMs = performance.now() - (spool.oldestUndelivered() ?? 0);
    expect(Math.abs(1_800_000_000_000 - 1_000 - ageMs)).toBeLessThan(1_000);
    expect(spool.state().data_current_to).toBe(new Date(1_000).toISOString());
    await spool.close();
    const later = join(root, 'later');
    writeSegment(new SegmentDirectory(later, 'logs').next(4e12, 'seg'), body(1));
    const next = await stage(later);
    expect(next.spool.oldestUndelivered()).toBeGreaterThanOrEqual(before);
    await next.spool.close();
  });

  it('delivers at once when it is flushed', async () => {
    const { spool, bodies } = await stage();
    spool.append('logs', body(1));
    spool.append('errors', body(2));
    spool.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect(bodies.toSorted()).toEqual(['body 1', 'body 2']);
    await spool.close();
  });

  it('lets its listeners add to a segment of errors before it is sealed, and to no other', async () => {
    const { spool, bodies } = await stage();
    let calls = 0;
    spool.beforeSeal(() => {
      spool.append('errors', Buffer.from(`mark ${++calls}`));
    });
    spool.beforeSeal(() => {
      throw new Error('a fault of a listener');
    });
    spool.append('logs', body(1));
    await idle(spool);
    expect(calls).toBe(0);
    spool.append('errors', body(2));
    await idle(spool);
    expect(bodies).toEqual(['body 1', 'body 2', 'mark 1']);
    for (let n = 0; n < 20; n++) spool.append('errors', Buffer.alloc(2 ** 20));
    await spool.close();
    expect(calls).toBe(4);
    expect(bodies.filter((one) => one.startsWith('mark'))).toHaveLength(4);
  });

  it('writes a body as it was given, although the listener of a seal reuses its memory', async () => {
    const { spool, bodies } = await stage();
    const memory = Buffer.alloc(5 * 2 ** 20, 'a');
    spool.beforeSeal(() => memory.fill('b'));
    spool.append('errors', memory);
    spool.append('errors', memory);
    await spool.close();
    expect(bodies.map((one) => one.at(0))).toEqual(['a', 'a']);
    expect(spool.state().quarantined_segments).toBe(0);
  });

  it.each([-86_400_000, -3_600_000, 3_600_000, 86_400_000])(
    'delivers as fast when the wall clock steps by %d ms, also during an outage',
    async (step) => {
      const desk = await stage();
      desk.spool.append('errors', body(1));
      desk.wall += step;
      await idle(desk.spool);
      desk.away = true;
      desk.spool.append('errors', body(2));
      await expect.poll(() => desk.spool.state().store).toBe('unavailable');
      desk.wall += step;
      desk.away = false;
      for (let n = 3; n < 6; n++) desk.spool.append('logs', body(n));
      await expect.poll(() => desk.spool.oldestUndelivered(), { timeout: 2_000 }).toBeUndefined();
      const { data_current_to, store } = desk.spool.state();
      expect({ store, data_current_to }).toEqual({
        store: 'ok',
        data_current_to: new Date(desk.wall).toISOString(),
      });
      expect(desk.bodies.toSorted()).toEqual([1, 2, 3, 4, 5].map((n) => `body ${n}`));
      await desk.spool.close();
    },
  );
});
