import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lookupOver } from '../../../testkit/desks/store-lookup.ts';
import {
  CLUSTER,
  type ClickHouseCluster,
  startCluster,
} from '../../../testkit/engines/clickhouse-cluster.ts';
import {
  askNode,
  REQUEST_TABLES,
  rowsOfRequests,
  type SpooledRequests,
  shardsAsked,
  spoolRequests,
} from '../../../testkit/engines/cluster-requests.ts';
import { deliver } from '../../../testkit/engines/store-delivery.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { changeSchema } from '../../../testkit/upgrade/schema-changes.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { indexedIds } from '../../src/clickhouse/queries/lookup-index.ts';
import { recordsOfTrace } from '../../src/clickhouse/queries/lookup-logs.ts';
import { spansOfTrace } from '../../src/clickhouse/queries/lookup-spans.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Lookup } from '../../src/lookup/lookup.ts';

const COUNT = 400;
const directory = mkdtempSync(join(tmpdir(), 'desk-cluster-'));
let cluster: ClickHouseCluster;
let clickhouse: OpenedStore;
let requests: SpooledRequests;
let database: Database;
let lookup: Lookup;

beforeAll(async () => {
  cluster = await startCluster({ directory });
  clickhouse = await openClickHouse({ url: cluster.url, path: '', cluster: CLUSTER });
  await migrate(clickhouse, 30);
  requests = spoolRequests(directory, COUNT);
  await requests.deliverTo(clickhouse);
  database = await openDatabase({ path: join(directory, 'postgres') });
  lookup = lookupOver(clickhouse, database, 30);
}, 120_000);

afterAll(async () => {
  await database?.close();
  await clickhouse?.close();
  await cluster?.close();
  rmSync(directory, { recursive: true });
});

const days = () => {
  const day = new Date(requests.receivedMs).toISOString().slice(0, 10);
  return { from: day, to: day };
};
const some = () => requests.ids.slice(0, 3);

/** What the lookup says of each id: that it is found, or why not. */
async function answers(asked: readonly string[], through = lookup): Promise<string[]> {
  const all: string[] = [];
  for (const id of asked) {
    const dossier = await through.dossier(id);
    all.push(dossier.found ? `found with ${dossier.spans.length}` : dossier.reason);
  }
  return all;
}

/** A client of a busy machine may have to ask again: an answer that does not come in time is none. */
async function allFound(asked: readonly string[], through = lookup): Promise<void> {
  const found = asked.map(() => 'found with 1');
  await expect.poll(() => answers(asked, through), { timeout: 60_000 }).toEqual(found);
}

/** When a trace began and ended, as trace pages of other programs ask for it. */
function timesOf(traceId: string) {
  return clickhouse.query(
    `SELECT toUnixTimestamp(min(Start)) AS from, toUnixTimestamp(max(End) + 1) AS to
     FROM otel_traces_trace_id_ts WHERE TraceId = {traceId: String}`,
    { traceId },
    z.unknown(),
  );
}

/** One request of each shard. */
async function ofEachShard(): Promise<string[]> {
  const onFirst = await askNode(
    cluster.node(1, 1).url,
    'SELECT DISTINCT TraceId FROM otel_traces_local',
  );
  const first = requests.ids.find(({ traceId }) => onFirst.includes(traceId));
  const second = requests.ids.find(({ traceId }) => !onFirst.includes(traceId));
  return [first?.requestId ?? '', second?.requestId ?? ''];
}

describe('a cluster of two shards with two replicas', () => {
  it('holds all of a request on one shard, on both replicas, half of them on each', async () => {
    const traces = (url: string, table: string) =>
      askNode(
        url,
        table === 'request_index'
          ? `SELECT DISTINCT lower(leftPad(hex(id), 16, '0')) AS id FROM request_index_local ORDER BY id`
          : `SELECT DISTINCT substring(TraceId, 1, 16) AS id FROM ${table}_local
             WHERE TraceId != '' ORDER BY id`,
      );
    for (const shard of [1, 2]) {
      const here = await traces(cluster.node(shard, 1).url, 'otel_traces');
      expect(here.length).toBeGreaterThan(COUNT * 0.4);
      expect(here.length).toBeLessThan(COUNT * 0.6);
      for (const table of REQUEST_TABLES) {
        for (const replica of [1, 2])
          expect(await traces(cluster.node(shard, replica).url, table), table).toEqual(here);
      }
    }
  });

  it('is asked for one request on one shard alone', async () => {
    const second = Math.floor(requests.receivedMs / 1000);
    for (const { requestId, traceId } of some()) {
      const asked = [
        await shardsAsked(cluster, 'request_index', async () =>
          expect(await indexedIds(clickhouse, [requestId])).toHaveLength(1),
        ),
        await shardsAsked(cluster, 'otel_traces', async () =>
          expect(await spansOfTrace(clickhouse, traceId, days(), 5_000)).toHaveLength(1),
        ),
        await shardsAsked(cluster, 'otel_logs', async () =>
          expect(await recordsOfTrace(clickhouse, traceId, days(), 5_000)).toHaveLength(1),
        ),
        await shardsAsked(cluster, 'otel_traces', async () =>
          expect(await timesOf(traceId)).toEqual([{ from: second, to: second + 1 }]),
        ),
      ];
      expect(asked[0]).toHaveLength(1);
      expect(asked).toEqual(Array(4).fill(asked[0]));
    }
  });

  it('is asked on all shards for what names no trace', async () => {
    const untraced = () =>
      clickhouse.query(
        "SELECT count() AS n FROM otel_logs WHERE TraceId = '' AND EventName = 'x'",
        {},
        z.unknown(),
      );
    expect(await shardsAsked(cluster, 'otel_logs', untraced)).toEqual([1, 2]);
    const unknown = () => indexedIds(clickhouse, [mintRequestId().requestId]);
    expect(await shardsAsked(cluster, 'request_index', unknown)).toEqual([1, 2]);
  });

  it('finds ids whose trace is another one, wherever they are', async () => {
    await deliver(clickhouse, {
      directory,
      range: { from: 1, to: 11 },
      receivedMs: requests.receivedMs,
    });
    const ids = Array.from(
      { length: 10 },
      (_, n) => `req_${(n + 1).toString(16).padStart(16, '0')}`,
    );
    expect(await indexedIds(clickhouse, ids)).toHaveLength(10);
    for (const id of ids) expect(await indexedIds(clickhouse, [id])).toHaveLength(1);
  });

  it('has a segment once that is delivered again to another replica', async () => {
    const before = await rowsOfRequests(clickhouse);
    for (const { url } of cluster.nodes) {
      const store = await openClickHouse({ url, path: '', cluster: CLUSTER });
      await store.use('request_desk');
      await requests.deliverTo(store);
      await store.close();
    }
    expect(await rowsOfRequests(clickhouse)).toEqual(before);
  });

  it('takes each kind of change of the schema', async () => {
    const { found, expected } = await changeSchema(clickhouse, directory);
    expect(found).toEqual(expected);
  });

  it('counts each request once', async () => {
    const log = pino({ level: 'silent' });
    const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
    for (let n = 0; n < 2; n++) await rollups.tick();
    await rollups.stop();
    const { api_requests: all } = await rowsOfRequests(clickhouse);
    for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h']) {
      const sql = `SELECT sum(Requests) AS n, uniqExact(Bucket, Code, Status, Route, OrgId) AS keys,
        count() AS rows FROM ${table} FINAL`;
      const counted = z.object({ n: z.number(), keys: z.number(), rows: z.number() });
      const [row] = await clickhouse.query(sql, {}, counted);
      expect(row?.n, table).toBe(all);
      expect(row?.rows, table).toBe(row?.keys);
    }
  });

  it('answers while a replica hangs', async () => {
    const store = await openClickHouse({ url: cluster.node(2, 1).url, path: '', cluster: CLUSTER });
    await store.use('request_desk');
    cluster.node(1, 2).freeze();
    try {
      const through = lookupOver(store, database, 30);
      await allFound(await ofEachShard(), through);
    } finally {
      cluster.node(1, 2).resume();
      await store.close();
    }
  });

  it('loses and doubles nothing while a replica is away, and answers', async () => {
    const before = await rowsOfRequests(clickhouse);
    await cluster.node(2, 2).kill();
    const later = spoolRequests(directory, 100);
    await expect(later.deliverTo(clickhouse)).rejects.toBeInstanceOf(StoreUnavailable);
    await allFound(await ofEachShard());
    await cluster.node(2, 2).start();
    await later.deliverTo(clickhouse);
    const rows = Object.entries(before).map(([table, n]) => [table, n + 100]);
    expect(await rowsOfRequests(clickhouse)).toEqual(Object.fromEntries(rows));
    const counts = [1, 2].map((replica) =>
      askNode(cluster.node(2, replica).url, 'SELECT count() FROM otel_logs_local FINAL'),
    );
    const [first, second] = await Promise.all(counts);
    expect(second).toEqual(first);
  });

  it('shows what the living shard has while one is away, and never says "never seen"', async () => {
    const [living = '', ...others] = await ofEachShard();
    const ids = [living, ...others, mintRequestId().requestId, mintRequestId().requestId];
    await cluster.node(2, 1).kill();
    await cluster.node(2, 2).kill();
    const away = await answers(ids);
    expect(away).toEqual(['found with 1', ...Array(3).fill('store_unavailable')]);
    const dossier = await lookup.dossier(living);
    const claims = dossier.found ? dossier.verdict.claims : [];
    expect(claims.at(-1)?.text).toContain('A part of the telemetry store did not answer');
    await cluster.node(2, 1).start();
    await cluster.node(2, 2).start();
    await allFound(ids.slice(0, 2));
  });

  it('grows by a shard: nothing is doubled, and all is found on whatever shard it is', async () => {
    const before = await rowsOfRequests(clickhouse);
    await cluster.add(3, 'request_desk');
    expect(await rowsOfRequests(clickhouse)).toEqual(before);
    const later = spoolRequests(directory, 300);
    for (let times = 0; times < 2; times++) await later.deliverTo(clickhouse);
    const rows = Object.entries(before).map(([table, n]) => [table, n + 300]);
    expect(await rowsOfRequests(clickhouse)).toEqual(Object.fromEntries(rows));
    const [third = ''] = await askNode(
      cluster.node(3, 1).url,
      'SELECT count() FROM otel_traces_local FINAL',
    );
    expect(Number(third)).toBeGreaterThan(60);
    const all = await openClickHouse({
      url: cluster.url,
      path: '',
      cluster: CLUSTER,
      askAllShards: true,
    });
    await all.use('request_desk');
    const through = lookupOver(all, database, 30);
    const asked = [...requests.ids.slice(0, 10), ...later.ids.slice(0, 10)];
    await allFound(
      asked.map(({ requestId }) => requestId),
      through,
    );
    await all.close();
  });
});
