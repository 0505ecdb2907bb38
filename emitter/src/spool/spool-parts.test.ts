import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bodiesIn, segmentOf, writeSegment } from '../../../testkit/spool/segments.ts';
import { bytesOnDisk, evictableFor, makeRoom } from './disk-budget.ts';
import { FRAME_OVERHEAD, scan } from './frame.ts';
import { openSpool } from './open-spool.ts';
import { SegmentDirectory } from './segment-directory.ts';
import { STREAMS, type Stream } from './spool.ts';
import { StreamWriter } from './stream-writer.ts';

const root = mkdtempSync(join(tmpdir(), 'desk-spool-'));
let directories: Record<Stream, SegmentDirectory>;
let at = 0;
const log = pino({ level: 'silent' });
const clock = { now: () => 7, monotonic: () => 7 };

beforeEach(() => {
  at += 1;
  const open = (stream: Stream) => new SegmentDirectory(join(root, String(at)), stream);
  directories = { errors: open('errors'), logs: open('logs'), traces: open('traces') };
});

afterAll(() => rmSync(root, { recursive: true }));

describe('a frame', () => {
  it('is found again around any damage', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, place, flip) => {
        const path = directories.logs.next(1, 'seg');
        const segment = segmentOf(path, ...all);
        const damagedAt = place % segment.length;
        segment[damagedAt] = (segment[damagedAt] ?? 0) ^ flip;
        let end = 0;
        const whole = all.filter((body) => {
          const start = end;
          end += FRAME_OVERHEAD + body.length;
          return damagedAt < start || damagedAt >= end;
        });
        expect(
          scan(segment, directories.logs.sealOf(path)).bodies.map((body) => [...body]),
        ).toEqual(whole.map((b) => [...b]));
      }),
    );
  });
});

describe('a full disk', () => {
  function fill(): void {
    for (const [n, stream] of STREAMS.entries()) {
      for (const age of [1, 2]) {
        const path = directories[stream].next(age * 10 + n, 'open');
        writeFileSync(path, new Uint8Array(100));
        const receivedMs = age * 10 + n;
        directories[stream].seal({ path, receivedMs, heldSince: receivedMs, bytes: 100 });
      }
    }
  }
  const left = () => STREAMS.map((stream) => directories[stream].count('seg'));

  it('takes oldest traces first, then oldest logs, errors last', () => {
    fill();
    expect(makeRoom(directories, 150, STREAMS)).toEqual({ bytes: 200, lostBytes: 200 });
    expect(left()).toEqual([2, 2, 0]);
    makeRoom(directories, 250, STREAMS);
    expect(left()).toEqual([1, 0, 0]);
    expect(bytesOnDisk(directories)).toBe(100);
  });

  it('gives up nothing that is more precious than what needs the room', () => {
    fill();
    expect(makeRoom(directories, 10_000, evictableFor('logs')).bytes).toBe(400);
    expect(left()).toEqual([2, 0, 0]);
  });

  it('keeps an error that waits rather than a new one, which can still be printed', () => {
    fill();
    expect(makeRoom(directories, 10_000, evictableFor('errors')).bytes).toBe(400);
    expect(left()).toEqual([2, 0, 0]);
  });

  it('gives up copies of delivered data before anything else', () => {
    fill();
    const delivered = directories.errors.oldest('seg');
    if (delivered) directories.errors.mark(delivered, 'done');
    expect(makeRoom(directories, 1, evictableFor('traces'))).toEqual({
      bytes: 100,
      lostBytes: 0,
    });
    expect(left()).toEqual([1, 2, 2]);
  });
});

describe('a spool that was left behind', () => {
  it('takes over thousands of segments and delivers each', async () => {
    const path = join(root, 'thousands');
    const segments = new SegmentDirectory(path, 'traces');
    for (let n = 0; n < 3_000; n++) writeSegment(segments.next(n, 'seg'), Buffer.of(n & 255));
    let delivered = 0;
    const sink = {
      async deliver() {
        delivered++;
      },
    };
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
    expect(spool.state().backlog_segments).toBe(3_000);
    await expect.poll(() => spool.state().backlog_segments, { timeout: 20_000 }).toBe(0);
    await spool.close();
    expect(delivered).toBe(3_000);
  });
});

describe('a stream writer', () => {
  it('cuts segments at their size, and each holds whole bodies', () => {
    const writer = new StreamWriter({ directory: directories.logs, clock, log, maxBytes: 130 });
    for (let n = 0; n < 10; n++) writer.append(new Uint8Array(30).fill(n));
    writer.seal();
    const segments = directories.logs.list('seg');
    expect(segments.map(({ bytes }) => bytes)).toEqual([122, 122, 122, 122, 122]);
    expect(segments.flatMap(({ path }) => bodiesIn(path))).toHaveLength(10);
  });

  it('makes a directory again that is gone', () => {
    const gone = new SegmentDirectory(join(root, 'gone'), 'errors');
    rmSync(gone.path, { recursive: true });
    const writer = new StreamWriter({ directory: gone, clock, log, maxBytes: 100 });
    writer.append(new Uint8Array(3));
    writer.seal();
    expect(existsSync(gone.oldest('seg')?.path ?? '')).toBe(true);
  });
});
