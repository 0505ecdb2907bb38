import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import type { DayRange } from './day-range.ts';

const probed = z.object({ trace: z.string(), first: z.string(), last: z.string() });
const DAY_LETTERS = 'YYYY-MM-DD'.length;

/**
 * The days on which each trace has spans or log records, for ids that no index knows. Reads the first
 * column of the sort key alone, so that a miss stays cheap however many days are kept.
 */
export async function daysOfTraces(
  clickhouse: ClickHouse,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, DayRange>> {
  const [one, ...more] = traceIds;
  if (one === undefined) return new Map();
  // What is asked most is about one: that is less to analyse.
  const whose = more.length === 0 ? '= {trace: String}' : 'IN ({traces: Array(String)})';
  const params = more.length === 0 ? { trace: one } : { traces: traceIds };
  const found = await Promise.all(
    ['otel_traces', 'otel_logs'].map((table) =>
      clickhouse.query(
        `SELECT TraceId AS trace, min(Timestamp) AS first, max(Timestamp) AS last
         FROM ${table} WHERE TraceId ${whose} GROUP BY TraceId`,
        params,
        probed,
      ),
    ),
  );
  const days = new Map<string, DayRange>();
  for (const { trace, first, last } of found.flat()) {
    const [from, to] = [first.slice(0, DAY_LETTERS), last.slice(0, DAY_LETTERS)];
    const other = days.get(trace) ?? { from, to };
    days.set(trace, {
      from: other.from < from ? other.from : from,
      to: other.to > to ? other.to : to,
    });
  }
  return days;
}

/** The days of one trace. */
export async function daysOfTrace(
  clickhouse: ClickHouse,
  traceId: string,
): Promise<DayRange | undefined> {
  return (await daysOfTraces(clickhouse, [traceId])).get(traceId);
}
