import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTR, REQUEST_EVENT } from '@request-desk/shared/attributes';
import { z } from 'zod';
import type { OpenedStore } from '../../server/src/clickhouse/client.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { mintRequestId } from '../lookup/mint-request-id.ts';
import { logsBody, tracesBody } from '../otlp/otlp-bodies.ts';
import type { ClickHouseCluster } from './clickhouse-cluster.ts';

/** Failed requests as they stand in a spool: a span and an event each. */
export interface SpooledRequests {
  readonly ids: readonly { readonly requestId: string; readonly traceId: string }[];
  readonly receivedMs: number;
  /** Hands them to the store; the same bytes each time. */
  deliverTo(clickhouse: OpenedStore): Promise<void>;
}

/** Makes `count` requests with ids of our form, in segments in `directory`. */
export function spoolRequests(
  directory: string,
  count: number,
  receivedMs = Date.now(),
): SpooledRequests {
  const ids = Array.from({ length: count }, () => mintRequestId());
  const events = ids.map(({ requestId, traceId }) => ({
    traceId,
    eventName: REQUEST_EVENT,
    severity: 13,
    at: receivedMs,
    attributes: {
      [ATTR.requestId]: requestId,
      [ATTR.errorCode]: 'not_found',
      [ATTR.cause]: 'absent',
      [ATTR.orgId]: 'org_a',
      [ATTR.status]: 404n,
      [ATTR.route]: '/meetings',
    },
  }));
  const spans = ids.map(({ traceId }) => ({
    traceId,
    spanId: traceId.slice(0, 16),
    name: 'GET /meetings',
  }));
  const name = `${ids[0]?.requestId}.seg`;
  const paths = {
    errors: join(directory, `events-${name}`),
    traces: join(directory, `spans-${name}`),
  };
  writeFileSync(paths.errors, logsBody(events));
  writeFileSync(paths.traces, tracesBody(spans));
  return {
    ids,
    receivedMs,
    async deliverTo(clickhouse) {
      const sink = clickHouseSink(clickhouse, 30);
      await sink.deliver({ stream: 'errors', path: paths.errors, receivedMs });
      await sink.deliver({ stream: 'traces', path: paths.traces, receivedMs });
    },
  };
}

/** Tables that hold something of one request. */
export const REQUEST_TABLES = [
  'otel_traces',
  'otel_logs',
  'api_requests',
  'request_index',
] as const;

/** Asks one server, in our database; rows as texts. */
export async function askNode(url: string, sql: string): Promise<string[]> {
  const response = await fetch(`${url}/?database=request_desk&optimize_skip_unused_shards=0`, {
    method: 'POST',
    body: sql,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.split('\n').filter((line) => line !== '');
}

const counted = z.object({ n: z.number() });

/** Requests that `ids` of each table have in the whole cluster: rows beyond one are doubled. */
export async function rowsOfRequests(clickhouse: OpenedStore): Promise<Record<string, number>> {
  const counts = REQUEST_TABLES.map(async (table) => {
    const sql = `SELECT count() AS n FROM ${table} FINAL`;
    return [table, (await clickhouse.query(sql, {}, counted))[0]?.n ?? -1] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** The shards whose servers read `table` while `work` ran, by their own logs. */
export async function shardsAsked(
  cluster: ClickHouseCluster,
  table: string,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const [since = ''] = await askNode(cluster.url, 'SELECT toUnixTimestamp64Micro(now64(6))');
  await work();
  const shards = new Set<number>();
  for (const { url, shard } of cluster.nodes) {
    await askNode(url, 'SYSTEM FLUSH LOGS query_log');
    const [reads] = await askNode(
      url,
      `SELECT count() FROM system.query_log WHERE type = 'QueryFinish'
         AND toUnixTimestamp64Micro(event_time_microseconds) >= ${since}
         AND has(tables, 'request_desk.${table}_local')`,
    );
    if (reads !== '0') shards.add(shard);
  }
  return [...shards];
}
