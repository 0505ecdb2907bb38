import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClickHouse, OpenedStore } from '../../server/src/clickhouse/client.ts';
import type { SchemaGate } from '../../server/src/clickhouse/schema/schema-keeper.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { logsBody } from '../otlp/otlp-bodies.ts';

const count = z.object({ n: z.number() });

interface SegmentOfEvents {
  readonly directory: string;
  readonly range: { readonly from: number; readonly to: number; readonly former?: boolean };
  readonly gate?: SchemaGate | undefined;
  /** How often the same bodies stand in it. */
  readonly times?: number;
  readonly receivedMs?: number;
}

/**
 * Delivers request events with the ids `from` to `to` (excluded) as one segment, `former` ones under
 * the names of before contract 1.
 */
export async function deliver(
  clickhouse: OpenedStore,
  { directory, range, gate, times = 1, receivedMs = Date.now() }: SegmentOfEvents,
): Promise<void> {
  const events = Array.from({ length: range.to - range.from }, (_, n) =>
    event(range.from + n, receivedMs, range.former),
  );
  const path = join(directory, `${range.from}-${range.to}.seg`);
  const body = logsBody(events);
  writeFileSync(path, Buffer.concat(Array.from({ length: times }, () => body)));
  const sink = clickHouseSink(clickhouse, 30, gate);
  await sink.deliver({ stream: 'errors', path, receivedMs });
}

/** Stores request events of before contract 1 as the release did that had no column for a sender. */
export async function storeFormer(
  store: Pick<ClickHouse, 'command'>,
  { from, to }: { readonly from: number; readonly to: number },
  at = Date.now(),
): Promise<void> {
  for (let n = from; n < to; n++) {
    const { traceId, eventName, severity, attributes } = event(n, at, true);
    const texts = Object.entries(attributes).map(([name, value]) => [name, String(value)]);
    await store.command(
      `INSERT INTO otel_logs (Timestamp, TraceId, SeverityNumber, EventName, LogAttributes)
       VALUES (fromUnixTimestamp64Milli({at: Int64}), {trace: String}, {severity: UInt8},
         {event: String}, {attributes: Map(String, String)})`,
      { at, trace: traceId, severity, event: eventName, attributes: Object.fromEntries(texts) },
    );
  }
}

/** Rows of our three tables of requests after replacement. */
export async function requestCounts(clickhouse: Pick<ClickHouse, 'query'>, within = '') {
  const counts = ['otel_logs', 'api_requests', 'request_index'].map(async (table) => {
    const sql = `SELECT count() AS n FROM ${within}${table} FINAL`;
    return (await clickhouse.query(sql, {}, count))[0]?.n;
  });
  return await Promise.all(counts);
}

function event(n: number, at: number, former = false) {
  const high = n.toString(16).padStart(16, '0');
  const family = former ? 'meetso' : 'request_desk';
  return {
    traceId: high + high,
    eventName: former ? 'meetso.api.request' : 'request_desk.request',
    severity: 13,
    at,
    attributes: {
      [`${family}.request.id`]: `req_${high}`,
      [`${family}.error.code`]: 'not_found',
      [`${family}.error.cause`]: 'absent',
      [`${family}.org.id`]: 'org_a',
      [`${family}.api_key.prefix`]: 'mts_live_abcd',
      'http.response.status_code': 404n,
    },
  };
}
