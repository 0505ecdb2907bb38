import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { describe, expect, it } from 'vitest';
import { watermarkRecord } from '../../../testkit/watermark/producer-facts.ts';
import { ProducerProgress } from './producer-progress.ts';
import type { StoredRun } from './watermark-record.ts';

/** `#3 @100 f2 s1`: record 3 at 100, counting two failures and one success. */
const record = (
  number: number,
  at: number,
  counts: Partial<WatermarkRecord> = {},
): WatermarkRecord => watermarkRecord({ number, at, roles: ['api'], ...counts });

function stored(first: number, last = first, rest: Partial<StoredRun> = {}): StoredRun {
  return { producer: 'prd_a', epoch: 1, outcome: 'failed', first, last, ...rest };
}

const fresh = () => {
  const progress = new ProducerProgress({ epoch: 0, failed: 0, succeeded: 0 }, 0);
  progress.startAt(1, 0);
  return progress;
};
const s = (first: number, last = first) => stored(first, last, { outcome: 'succeeded' });

describe('the watermark of a producer', () => {
  const cases: readonly {
    readonly name: string;
    readonly records: WatermarkRecord[];
    readonly runs: StoredRun[];
    readonly covered: number | undefined;
  }[] = [
    {
      name: 'nothing is known without a record',
      records: [],
      runs: [stored(1, 9)],
      covered: undefined,
    },
    {
      name: 'an idle producer says it all by itself',
      records: [record(1, 100)],
      runs: [],
      covered: 100,
    },
    {
      name: 'the newest record proves nothing while numbers before it are missing',
      records: [record(1, 100, { failed: 1 }), record(9, 900, { failed: 3 })],
      runs: [stored(1), stored(3)],
      covered: 100,
    },
    {
      name: 'reordered: later records and numbers first',
      records: [record(3, 300, { failed: 3 }), record(1, 100, { failed: 1 })],
      runs: [stored(3), stored(2), stored(1)],
      covered: 300,
    },
    {
      name: 'both outcomes count',
      records: [record(1, 100, { failed: 1 }), record(2, 200, { failed: 1, succeeded: 4 })],
      runs: [stored(1), s(1, 3)],
      covered: 100,
    },
    {
      name: 'a record that a collector dropped is not needed',
      records: [record(4, 400, { failed: 2, succeeded: 2 })],
      runs: [stored(1, 2), s(1, 2)],
      covered: 400,
    },
    {
      name: 'the same again changes nothing',
      records: [record(1, 100, { failed: 2 }), record(1, 100, { failed: 2 })],
      runs: [stored(1), stored(1), stored(1, 2), stored(2)],
      covered: 100,
    },
    {
      name: 'the order of records counts, not their times: the reference was put back',
      records: [record(1, 5_000), record(2, 100)],
      runs: [],
      covered: 100,
    },
  ];
  for (const { name, records, runs, covered } of cases) {
    it(name, () => {
      const progress = fresh();
      progress.observe(records, runs, 1);
      expect(progress.covered?.at).toBe(covered);
      // Piece by piece, in the other order.
      const slow = fresh();
      for (const run of runs.toReversed()) slow.observe([], [run], 1);
      for (const one of records.toReversed()) slow.observe([one], [], 1);
      expect(slow.covered?.at).toBe(covered);
    });
  }
});

describe('epochs', () => {
  const later = (number: number, at: number) => record(number, at, { epoch: 2 });
  const end = record(0, 150, { failed: 2, state: 'ended' });

  it('a later epoch counts only when all of the one before is stored', () => {
    const progress = fresh();
    progress.observe([record(1, 100, { failed: 1 }), later(1, 200)], [stored(1)], 1);
    expect(progress.covered?.at).toBe(100);
    progress.observe([end], [], 2);
    expect(progress.covered?.at).toBe(100);
    progress.observe([], [stored(2)], 3);
    expect(progress.covered?.at).toBe(200);
    expect(progress.epoch).toBe(2);
  });

  it('the end of an epoch that does not come is a gap of its own', () => {
    const progress = fresh();
    progress.observe([record(1, 100), later(1, 200)], [], 0);
    expect(progress.gap(9_999)).toBeUndefined();
    expect(progress.gap(10_000)).toMatchObject({ missing: 'end', epoch: 1 });
    progress.startAt(2, 10_001);
    expect(progress.covered?.at).toBe(200);
  });

  it('an end that counts less than is stored is that of a spool put back: it ends nothing', () => {
    const progress = fresh();
    progress.observe([record(1, 100, { failed: 4 })], [stored(1, 4)], 0);
    progress.observe([end, later(1, 200)], [], 1);
    expect(progress.covered?.at).toBe(100);
    expect(progress.gap(10_001)).toMatchObject({ missing: 'end', epoch: 1 });
    // One more than was noted may have been on its way when the process ended.
    const killed = fresh();
    killed.observe([record(1, 100, { failed: 2 })], [stored(1, 3)], 0);
    killed.observe([end, later(1, 200)], [], 1);
    expect(killed.covered?.at).toBe(200);
  });

  it('several epochs come at once, in any order', () => {
    const progress = fresh();
    const third = record(1, 300, { epoch: 3, failed: 1 });
    const second = record(7, 250, { epoch: 2, state: 'drained', succeeded: 1 });
    const runs = [
      stored(1, 1, { epoch: 3 }),
      stored(1, 2),
      stored(1, 1, { epoch: 2, outcome: 'succeeded' }),
    ];
    progress.observe([third, second, end], runs, 1);
    expect(progress.covered).toMatchObject({ epoch: 3, at: 300 });
    expect(progress.drainedEpoch).toBeUndefined();
  });

  it('drained when the last word and all before it are stored', () => {
    const progress = fresh();
    progress.observe([record(5, 500, { failed: 2, state: 'drained' })], [stored(2)], 1);
    expect(progress.drainedEpoch).toBeUndefined();
    progress.observe([], [stored(1)], 2);
    expect(progress.drainedEpoch).toBe(1);
  });

  it('an unclean end says what may be lost, once', () => {
    const progress = fresh();
    progress.observe(
      [record(1, 100), { ...end, failed: 0, losableSince: 120 }, later(1, 200)],
      [],
      1,
    );
    expect(progress.takeLosses()).toEqual([
      { kind: 'unclean_end', epoch: 1, since: 120, until: 150 },
    ]);
    expect(progress.takeLosses()).toEqual([]);
  });
});

describe('a gap', () => {
  it('of failures holds the watermark until it is filled or accepted', () => {
    const progress = fresh();
    const all = [record(1, 100, { failed: 1 }), record(2, 200, { failed: 5 })];
    progress.observe(all, [stored(1), stored(4, 5)], 1_000);
    expect(progress.gap(10_999)).toBeUndefined();
    expect(progress.gap(11_000)).toMatchObject({
      missing: 'failed',
      first: 2,
      last: 3,
      since: 1_000,
    });
    progress.observe([], [], 10_000_000);
    expect(progress.covered?.at).toBe(100);
    progress.skipTo({ epoch: 1, failed: 3, succeeded: 0 }, 10_000_001);
    expect(progress.covered?.at).toBe(200);
    expect(progress.gap(20_000_000)).toBeUndefined();
  });

  it('of successes holds it for a minute, and is reported', () => {
    const progress = fresh();
    progress.observe([record(1, 100, { succeeded: 4 })], [s(1), s(4)], 0);
    progress.observe([], [], 59_999);
    expect(progress.covered).toBeUndefined();
    expect(progress.gap(59_999)).toMatchObject({ missing: 'succeeded', first: 2, last: 3 });
    progress.observe([], [], 60_000);
    expect(progress.covered?.at).toBe(100);
    expect(progress.takeLosses()).toEqual([{ kind: 'successes', epoch: 1, first: 2, last: 3 }]);
  });

  it('that fills itself starts again with the next one', () => {
    const progress = fresh();
    progress.observe([record(1, 100, { failed: 2 })], [stored(2)], 0);
    progress.observe([record(2, 200, { failed: 9 })], [stored(1), stored(9)], 9_000);
    expect(progress.gap(12_000)).toBeUndefined();
    expect(progress.gap(19_000)).toMatchObject({ first: 3, last: 8 });
  });
});

describe('silence', () => {
  it('is reported after half a minute, by new records alone', () => {
    const progress = fresh();
    progress.observe([record(1, 100)], [], 1_000);
    progress.observe([record(1, 100)], [stored(1)], 20_000);
    expect(progress.silentFor(31_000)).toBeUndefined();
    expect(progress.silentFor(31_001)).toBe(30_001);
  });

  it('is judged by the batches of a collector', () => {
    const progress = fresh();
    for (const n of [1, 2, 3]) progress.observe([record(n, n)], [], n * 60_000);
    expect(progress.silentFor(180_000 + 89_000)).toBeUndefined();
    expect(progress.silentFor(180_000 + 91_000)).toBe(91_000);
  });

  it('does not count while nobody listened', () => {
    const progress = fresh();
    progress.observe([record(1, 100)], [], 0);
    progress.listenedFrom(100_000);
    expect(progress.silentFor(129_000)).toBeUndefined();
  });
});

it('goes on from what an earlier process had verified', () => {
  const progress = new ProducerProgress({ epoch: 4, failed: 10, succeeded: 20 }, 0);
  const counts = { epoch: 4, failed: 11, succeeded: 20 };
  progress.observe([record(70, 700, counts)], [stored(11, 11, { epoch: 4 })], 1);
  expect(progress.covered?.at).toBe(700);
  expect(progress.prefix).toEqual({ epoch: 4, failed: 11, succeeded: 20 });
});

it('ignores times from before a step of the reference', () => {
  const progress = fresh();
  progress.observe([record(1, 9_000)], [], 1);
  progress.newFrame();
  expect(progress.isStale).toBe(true);
  progress.observe([record(2, 100)], [], 2);
  expect(progress.isStale).toBe(false);
});
