import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestsOfBuckets } from '../../src/alerts/evaluate/bucket-requests.ts';
import { readBuckets } from '../../src/alerts/evaluate/feed.ts';
import { asRead, changedBuckets, checksumsIn } from '../../src/alerts/evaluate/window-checksums.ts';
import { judgedCodes } from '../../src/alerts/judged-codes.ts';
import { type ClickHouse, openClickHouse } from '../../src/clickhouse/client.ts';
import { type RequestsRow, requestsIn } from '../../src/clickhouse/queries/alert-buckets.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const FROM = Date.parse('2026-03-01T10:00:00Z') / 1000;
const RANGE = { from: FROM, to: FROM + 40 };
const at = (nth: number) => FROM + nth * 10;
const all = () => true;
const judged = judgedCodes(MEETSO_PROFILE);
const directory = mkdtempSync(join(tmpdir(), 'desk-checksums-'));
let opened: ClickHouse;

beforeAll(async () => {
  const clickhouse = await openClickHouse({ path: directory });
  await migrate(clickhouse, 3650);
  opened = clickhouse;
});
afterAll(async () => {
  await opened.close();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await opened.command('TRUNCATE TABLE error_rates_10s');
  await opened.command('TRUNCATE TABLE error_rates_checksums');
});

/** Rows of a bucket as the rollups store them, in one block; `version` is a time in milliseconds. */
async function computed(nth: number, version: number, counts: Record<string, number>) {
  const rows = Object.entries(counts).map(
    ([org, requests]) =>
      `(toDateTime(${at(nth)}), '', 200, '/a', '${org}', ${requests}, ${version})`,
  );
  await opened.command(`INSERT INTO error_rates_10s VALUES ${rows.join(', ')}`);
}

describe('what a window holds', () => {
  it('is changed where it was computed to be something else', async () => {
    for (const nth of [0, 1, 2]) await computed(nth, 100_000, { a: 5, b: 2 });
    const before = await checksumsIn(opened, RANGE);
    await computed(0, 130_000, { b: 2, a: 5 });
    await computed(1, 130_000, { a: 2, b: 5 });
    await computed(2, 130_000, { a: 5, b: 2, c: 1 });
    await computed(3, 130_000, { a: 7 });
    const { changed, known } = changedBuckets(before, await checksumsIn(opened, RANGE), all);
    expect(changed).toEqual([at(3), at(2), at(1)]);
    expect(changedBuckets(known, await checksumsIn(opened, RANGE), all).changed).toEqual([]);
  });

  it('is read a part at a time, the newest first, and nothing is left out', async () => {
    for (const nth of [0, 1, 2, 3]) await computed(nth, 100_000, { a: 5 });
    const held = await checksumsIn(opened, RANGE);
    const isJudged = (t: number) => t < at(3);
    const first = changedBuckets(new Map(), held, isJudged, 2);
    expect(first.changed).toEqual([at(2), at(1)]);
    expect(changedBuckets(first.known, held, isJudged, 2).changed).toEqual([at(0)]);
  });

  it('that is stored in pieces is what it was until it is whole, or for ten seconds', async () => {
    await computed(0, 100_000, { a: 5, b: 5 });
    const before = await checksumsIn(opened, RANGE);
    const changed = async () =>
      changedBuckets(before, await checksumsIn(opened, RANGE), all).changed;
    await computed(0, 101_000, { a: 5 });
    expect(await changed()).toEqual([]);
    await computed(0, 101_000, { b: 5 });
    expect(await changed()).toEqual([]);
    await computed(0, 102_000, { a: 4 });
    expect(await changed()).toEqual([]);
    await computed(1, 113_000, { a: 1 });
    expect(await changed()).toEqual([at(1), at(0)]);
  });

  it('is not taken for read where a replica that is behind answered', async () => {
    for (const nth of [0, 1]) await computed(nth, 100_000, { a: 5 });
    const known = await checksumsIn(opened, RANGE);
    const read = await readBuckets(opened, judged, [at(0), at(1)]);
    expect(asRead(known, read)).toEqual(known);
    const behind = new Map([...read.keys()].map((t) => [t, { stored: t === at(1) ? 4 : 5 }]));
    expect([...asRead(known, behind).keys()]).toEqual([at(0)]);
  });

  it('is after every look what a full read finds, whatever rows come late', async () => {
    const counts = new Map<number, Record<string, number>>();
    const kept = new Map<number, unknown>();
    let known = await checksumsIn(opened, RANGE);
    let seed = 7;
    const upTo = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % n;
    };
    for (let look = 0; look < 25; look++) {
      for (let write = upTo(4); write >= 0; write--) {
        const nth = upTo(4);
        const before = counts.get(nth) ?? {};
        const org = `org_${upTo(3)}`;
        const after = upTo(2) === 0 ? before : { ...before, [org]: (before[org] ?? 0) + 1 };
        counts.set(nth, after);
        const version = 100_000 + look * 1000 + write;
        if (Object.keys(after).length > 0) await computed(nth, version, after);
      }
      const again = changedBuckets(known, await checksumsIn(opened, RANGE), all);
      known = again.known;
      for (const [t, bucket] of await readBuckets(opened, judged, again.changed))
        kept.set(t, bucket);
      const whole = await readBuckets(opened, judged, [0, 1, 2, 3].map(at));
      expect(new Map([...kept].sort())).toEqual(new Map([...whole].sort()));
    }
  });
});

describe('the buckets of a window', () => {
  const everyRow = async (nth: number) => await requestsIn(opened, [at(nth)]);
  const sorted = (rows: readonly RequestsRow[]) =>
    [...rows].map((row) => JSON.stringify(row)).sort();

  it.each([
    ['computed once', [[100, { a: 5, b: 2 }]]],
    [
      'computed again, and not merged',
      [
        [100, { a: 5, b: 2 }],
        [101, { a: 6, b: 2, c: 1 }],
      ],
    ],
    [
      'stored in pieces',
      [
        [100, { a: 5, b: 2 }],
        [101, { a: 6 }],
        [101, { b: 2 }],
      ],
    ],
    [
      'stored by half',
      [
        [100, { a: 5, b: 2 }],
        [101, { a: 6 }],
      ],
    ],
    [
      'delivered twice',
      [
        [100, { a: 5, b: 2 }],
        [100, { a: 5, b: 2 }],
      ],
    ],
  ] as const)('are the same as all rows laid over each other: %s', async (_, computations) => {
    await opened.command('SYSTEM STOP MERGES error_rates_10s');
    for (const [version, counts] of computations) await computed(0, version * 1000, counts);
    const found = await requestsOfBuckets(opened, [at(0), at(1)]);
    expect(sorted(found)).toEqual(sorted(await everyRow(0)));
    await opened.command('SYSTEM START MERGES error_rates_10s');
  });

  it('are read whole when a later computation has replaced rows of the one that is known', async () => {
    await computed(0, 100_000, { a: 5, b: 2 });
    await computed(0, 101_000, { a: 6, b: 3 });
    await opened.command('OPTIMIZE TABLE error_rates_10s FINAL');
    await opened.command(
      'ALTER TABLE error_rates_checksums DELETE WHERE Version = 101000',
      {},
      {
        mutations_sync: 1,
      },
    );
    expect(sorted(await requestsOfBuckets(opened, [at(0)]))).toEqual(sorted(await everyRow(0)));
    expect((await readBuckets(opened, judged, [at(0)])).get(at(0))?.orgs).toEqual({ a: 6, b: 3 });
  });

  it('are known where nothing says how they were computed', async () => {
    await computed(0, 100_000, { a: 5, b: 2 });
    await opened.command('TRUNCATE TABLE error_rates_checksums');
    expect((await readBuckets(opened, judged, [at(0)])).get(at(0))?.orgs).toEqual({ a: 5, b: 2 });
  });

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
      t: at(0),
      stored: 16,
      orgs: { a: 9, b: 7 },
      routes: { '/a': 8, '/b': 8 },
      errors: expect.arrayContaining([
        ['a', '/b', 500, 3],
        ['b', '/b', 429, 1],
      ]),
    });
    expect(found.get(at(0))?.errors).toHaveLength(2);
  });
});
