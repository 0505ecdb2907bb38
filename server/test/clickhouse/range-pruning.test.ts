import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ClickHouse, type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { alertAffected } from '../../src/clickhouse/queries/alert-affected.ts';
import { drainingErrors } from '../../src/clickhouse/queries/alert-buckets.ts';
import { failedSamples } from '../../src/clickhouse/queries/alert-samples.ts';
import { requestHistogram } from '../../src/clickhouse/queries/histogram.ts';
import { latencyRows } from '../../src/clickhouse/queries/latency.ts';
import { likelyByCode, likelyFailures } from '../../src/clickhouse/queries/likely-failures.ts';
import { authenticatedCalls } from '../../src/clickhouse/queries/lookup-client.ts';
import { lastAccepted, sameFault } from '../../src/clickhouse/queries/lookup-history.ts';
import { requestsAround } from '../../src/clickhouse/queries/lookup-neighbours.ts';
import {
  paceOfKey,
  refusalsOfKey,
  requestsReceivedOfKey,
} from '../../src/clickhouse/queries/lookup-pace.ts';
import { routeSteps } from '../../src/clickhouse/queries/lookup-recovery.ts';
import { retryOutcome } from '../../src/clickhouse/queries/lookup-retries.ts';
import { searchRequests } from '../../src/clickhouse/queries/search.ts';
import { storedMinutes } from '../../src/clickhouse/queries/stored-minutes.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-prune-'));
const DAY_AT = Date.UTC(2026, 10, 3);
const MINUTE_MS = 60_000;
/** Rows of a granule, of which the day has one for each hour. */
const GRANULE = 4096;
let store: OpenedStore;

beforeAll(async () => {
  store = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(store, 400);
  await write(24 * GRANULE, DAY_AT, DAY_MS, DAY_AT - DAY_MS);
  await store.command('OPTIMIZE TABLE api_requests FINAL');
});

afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

async function write(rows: number, fromMs: number, spanMs: number, takenMs: number) {
  await store.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Code, Status, Method, Route, OrgId, KeyId, ingested_at)
     SELECT fromUnixTimestamp64Milli({from: Int64} + intDiv(number * {span: Int64}, {rows: Int64})),
       concat('r', toString({from: Int64} + number)), if(number % 2 = 0, 'server', ''), 500, 'GET', '/a', 'org', 'key',
       fromUnixTimestamp64Milli({taken: Int64})
     FROM numbers({rows: UInt32})`,
    { rows, from: fromMs, span: spanMs, taken: takenMs },
  );
}

/** What each statement read of the day's granules by the sort key, while `ask` was answered. */
async function granulesRead(ask: (store: ClickHouse) => Promise<unknown>): Promise<number[]> {
  const read: number[] = [];
  const explained = async (sql: string, params: Readonly<Record<string, unknown>>) => {
    const select = sql.replace(/^\s*INSERT INTO \w+\s+\([^)]*\)/, '');
    const used = Object.entries(params).filter(([name]) => select.includes(`{${name}:`));
    const lines = await store.query(
      `EXPLAIN indexes = 1 ${select}`,
      Object.fromEntries(used),
      z.object({ explain: z.string() }),
    );
    const text = lines.map((line) => line.explain).join('\n');
    for (const table of text.split('ReadFromMergeTree').slice(1)) {
      const granules = /PrimaryKey[\s\S]*?Granules: (\d+)\/\d+/.exec(table);
      if (/^ \(\w+\.api_requests\)/.test(table)) read.push(Number(granules?.[1] ?? Infinity));
    }
  };
  await ask({
    embedded: store.embedded,
    cluster: store.cluster,
    database: store.database,
    async query(sql, params, row) {
      await explained(sql, params);
      return await store.query(sql, params, row);
    },
    async command(sql, params = {}, ...rest) {
      await explained(sql, params);
      await store.command(sql, params, ...rest);
    },
    insertFile: (...given) => store.insertFile(...given),
    close: () => store.close(),
  });
  return read;
}

const from = DAY_AT + 600.5 * MINUTE_MS;
const range = { fromMs: from, toMs: from + 5 * MINUTE_MS };
const key = { keyId: 'key', limitCodes: ['limit'] };
const call = { keyId: 'key', method: 'GET', route: '/a' };
const failures = { codes: ['server'], uncounted: [], route: '/a', ...range };
const calls = { method: 'GET', route: '/a', org: 'org', faults: ['server'], uncounted: ['x'] };
const none = { values: [], weight: 0 };
const like = {
  orgs: { values: ['org'], weight: 1 },
  keys: none,
  orgHint: none,
  resources: none,
  anonymousCodes: [],
  codes: [],
  statuses: [],
  methods: [],
  paths: [],
  clients: [],
  times: [],
};

const ASKED: Record<string, (store: ClickHouse) => Promise<unknown>> = {
  'counts by row': (store) => requestHistogram(store, range, {}, 10),
  durations: (store) => latencyRows(store, { range, stepS: 10, uncounted: [] }),
  'a search': (store) => searchRequests(store, { range, filter: {}, limit: 100_000 }),
  'likely failures': (store) => likelyFailures(store, range, like, 10),
  'likely failures by code': (store) => likelyByCode(store, range, like),
  'samples of an alert': (store) => failedSamples(store, failures, 100_000),
  'who an alert is about': (store) => alertAffected(store, failures, 10),
  'faults of processes that shut down': (store) =>
    drainingErrors(
      store,
      { server: ['server'], draining: ['draining'], limit: [], known: [], others: NO_OTHERS },
      { from: Math.floor(range.fromMs / 1000), to: Math.floor(range.toMs / 1000) },
    ),
  'requests around one': (store) =>
    requestsAround(store, { keyId: 'key', at: range.fromMs, range, limit: 10 }),
  'the last accepted call': (store) => lastAccepted(store, call, range),
  'the same fault': (store) =>
    sameFault(store, { keyId: 'key', cause: 'c', field: 'f', rule: 'r' }, range),
  'calls of a client': (store) =>
    authenticatedCalls(store, { address: 'a', userAgent: 'u', not: ['auth'] }, range, 5),
  'the pace of a key': (store) => paceOfKey(store, key, range, 1000),
  'what came of a key': (store) => requestsReceivedOfKey(store, key, range),
  'refusals of a key': (store) => refusalsOfKey(store, key, range),
  'calls made again': (store) => retryOutcome(store, call, range),
  'two stretches of a route': (store) =>
    routeSteps(store, calls, range.fromMs, [
      range,
      { fromMs: range.fromMs + 1, toMs: range.toMs + 1 },
    ]),
  'stored minutes': (store) => storedMinutes(store, range),
};
const NO_OTHERS = { server: false, limit: false };

describe('a range of some minutes on requests', () => {
  it.each(Object.keys(ASKED))('reads no more of a day than its hours: %s', async (name) => {
    const read = await granulesRead(async (store) => await ASKED[name]?.(store));
    expect(read.length).toBeGreaterThan(0);
    expect(Math.max(...read)).toBeLessThanOrEqual(3);
  });

  it('reads no more of a day than the hours whose statistics are made again', async () => {
    await refreshStats(store, DAY_AT);
    await write(1, range.fromMs, 1, DAY_AT + 60 * MINUTE_MS);
    const read = await granulesRead((store) => refreshStats(store, DAY_AT + 60 * MINUTE_MS));
    // The first statement asks which hours these are, by the time of receipt.
    expect(read.slice(1)).toHaveLength(2);
    expect(Math.max(...read.slice(1))).toBeLessThanOrEqual(4);
  });
});
