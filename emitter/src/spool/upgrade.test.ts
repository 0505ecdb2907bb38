import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { earlierFrame, firstFrame } from '../../../testkit/spool/segments.ts';
import { scan } from './frame.ts';
import { openSpool } from './open-spool.ts';
import { SpoolKey } from './spool-key.ts';

/** Spools that earlier releases wrote and were killed over: delivered, sealed and open segments. */
const FIXTURES = join(import.meta.dirname, 'fixtures');
const root = mkdtempSync(join(tmpdir(), 'desk-upgrade-'));
const log = pino({ level: 'silent' });

afterAll(() => rmSync(root, { recursive: true }));

describe('a spool of an earlier release', () => {
  it.each([
    ['rqd1', 214],
    ['rqd2', 40],
  ])('delivers all events of frame format %s, %d of them', async (format, events) => {
    const path = join(root, format);
    cpSync(join(FIXTURES, format), path, { recursive: true });
    const ids = new Set<string>();
    const note = (segment: string) => {
      const text = readFileSync(segment, 'latin1');
      for (const [id] of text.matchAll(/req_[0-9a-f]{16}/g)) ids.add(id);
    };
    const sink = { deliver: async (delivery: { path: string }) => note(delivery.path) };
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
    await expect.poll(() => ids.size, { timeout: 10_000 }).toBe(events);
    expect(spool.state()).toMatchObject({ quarantined_segments: 0, dropped_bytes: 0 });
    await spool.close();
    expect(readdirSync(join(path, 'quarantine'))).toEqual([]);
  });
});

describe('frames of an earlier format', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text.repeat(40)));
  if (!a || !b || !c) throw new Error('three bodies');

  it('are read up to the first damage, and no further', () => {
    const damaged = firstFrame(b);
    damaged[20] = 0;
    const found = scan(Buffer.concat([firstFrame(a), damaged, firstFrame(c)]), undefined);
    expect(found.bodies.map(String)).toEqual([String(a)]);
    expect(found.damagedBytes).toBe(damaged.length + firstFrame(c).length);
  });

  it('are looked for in segments of that time alone, by their names', () => {
    const whole = Buffer.concat([earlierFrame(a), earlierFrame(b)]);
    expect(scan(whole, undefined).bodies).toHaveLength(2);
    const seal = new SpoolKey(root).sealOf('errors', '1-1-mac');
    expect(scan(whole, seal).bodies).toHaveLength(0);
  });
});
