import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import type { DayRange } from './day-range.ts';

const probed = z.object({ rows: z.number(), first: z.string(), last: z.string() });
const DAY_LETTERS = 'YYYY-MM-DD'.length;

/**
 * The days on which a trace has spans or log records, for ids that no index knows. Reads the first
 * column of the sort key alone, so that a miss stays cheap however many days are kept.
 */
export async function daysOfTrace(
  clickhouse: ClickHouse,
  traceId: string,
): Promise<DayRange | undefined> {
  const [spans, logs] = await Promise.all(
    ['otel_traces', 'otel_logs'].map((table) =>
      clickhouse.query(
        `SELECT count() AS rows, min(Timestamp) AS first, max(Timestamp) AS last
         FROM ${table} WHERE TraceId = {trace: String}`,
        { trace: traceId },
        probed,
      ),
    ),
  );
  const found = [...(spans ?? []), ...(logs ?? [])].filter(({ rows }) => rows > 0);
  const [first] = found.map((row) => row.first).sort();
  const last = found
    .map((row) => row.last)
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { from: first.slice(0, DAY_LETTERS), to: last.slice(0, DAY_LETTERS) };
}
