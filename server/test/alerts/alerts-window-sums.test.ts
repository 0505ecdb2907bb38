import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBuckets } from '../../src/alerts/evaluate/feed.ts';
import { changedSince, NO_SUMS, sumsAfter } from '../../src/alerts/evaluate/window-sums.ts';
import { judgedCodes } from '../../src/alerts/judged-codes.ts';
import { type ClickHouse, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const FROM = Date.parse('2026-03-01T10:00:00Z') / 1000;
const RANGE = { from: FROM, to: FROM + 40 };
const at = (nth: number) => FROM + nth * 10;
const judged = judgedCodes(MEETSO_PROFILE);
const directory = mkdtempSync(join(tmpdir(), 'desk-sums-'));
let opened: ClickHouse;
/** Buckets whose rows were read, statement by statement. */
let reads: number[][] = [];
let store: { clickhouse: ClickHouse; judged: typeof judged };

beforeAll(async () => {
  const clickhouse = await openClickHouse({ path: directory });
  await migrate(clickhouse, 3650);
  opened = clickhouse;
  const watched: ClickHouse = {
    ...{ embedded: true, cluster: undefined, database: '' },
    query: (sql, params, row) => {
      if (Array.isArray(params.buckets)) reads.push([...params.buckets]);
      return clickhouse.query(sql, params, row);
    },
    command: (...args) => clickhouse.command(...args),
    insertRaw: (...args) => clickhouse.insertRaw(...args),
    close: async () => undefined,
  };
  store = { clickhouse: watched, judged };
});
afterAll(async () => {
  await opened.close();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await opened.command('TRUNCATE TABLE error_rates_10s');
  reads = [];
});

/** A bucket as the rollups store it: computed whole, at a time in milliseconds. */
async function computed(nth: number, version: number, counts: Record<string, number>) {
  for (const [org, requests] of Object.entries(counts))
    await opened.command(
      `INSERT INTO error_rates_10s VALUES (toDateTime({at: UInt32}), '', 200, '/a', {org: String},
         {requests: UInt64}, {version: UInt64})`,
      { at: at(nth), org, requests, version },
    );
}

describe('what a window holds', () => {
  it('is read again where it was computed again, and is changed where it counts something else', async () => {
    for (const nth of [0, 1, 2]) await computed(nth, 100_000, { a: 5 });
    const before = await sumsAfter(NO_SUMS, RANGE, store);
    await computed(1, 130_000, { a: 5 });
    await computed(2, 130_000, { a: 5, b: 1 });
    await computed(3, 130_000, { a: 7 });
    reads = [];
    const after = await sumsAfter(before, RANGE, store);
    expect(reads.map((read) => read.toSorted())).toEqual([[at(1), at(2), at(3)]]);
    expect(changedSince(before, after).toSorted()).toEqual([at(2), at(3)]);
  });

  it('is read a part at a time, the newest first, and nothing is left out', async () => {
    for (const nth of [0, 1, 2]) await computed(nth, 100_000, { a: 5 });
    const before = await sumsAfter(NO_SUMS, RANGE, store);
    for (const nth of [0, 1, 2]) await computed(nth, 200_000, { a: 6 });
    const after = await sumsAfter(before, RANGE, store, 2);
    expect(changedSince(before, after).toSorted()).toEqual([at(1), at(2)]);
    await computed(3, 900_000, { a: 1 });
    const last = await sumsAfter(after, RANGE, store, 2);
    expect(changedSince(after, last).toSorted()).toEqual([at(0), at(3)]);
  });

  it('that is stored in pieces is seen whole in the end', async () => {
    await computed(0, 100_000, { a: 5 });
    const before = await sumsAfter(NO_SUMS, RANGE, store);
    await computed(0, 100_000, { b: 5 });
    expect(changedSince(before, await sumsAfter(before, RANGE, store))).toEqual([at(0)]);
  });
});

describe('the buckets of a window', () => {
  it('are counted by organisation, by route, and failures by both, as they were computed last', async () => {
    await computed(0, 100_000, { a: 5, b: 2 });
    await computed(0, 110_000, { a: 6, b: 2 });
    await computed(2, 110_000, { c: 1 });
    const failed = { at: at(0), version: 110_000 };
    await opened.command(
      `INSERT INTO error_rates_10s VALUES
         (toDateTime({at: UInt32}), 'internal_error', 500, '/b', 'a', 3, {version: UInt64}),
         (toDateTime({at: UInt32}), 'not_found', 404, '/b', 'b', 4, {version: UInt64}),
         (toDateTime({at: UInt32}), 'rate_limited', 429, '/b', 'b', 1, {version: UInt64})`,
      failed,
    );
    const found = await readBuckets(opened, judged, [at(0), at(3)]);
    expect([...found.keys()]).toEqual([at(0)]);
    expect(found.get(at(0))).toMatchObject({
      ...{ t: at(0), orgs: { a: 9, b: 7 }, routes: { '/a': 8, '/b': 8 } },
      errors: expect.arrayContaining([
        ['a', '/b', 500, 3],
        ['b', '/b', 429, 1],
      ]),
    });
    expect(found.get(at(0))?.errors).toHaveLength(2);
  });
});
