import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

/** Rows of one request before they are merged: by its event and its span, each sent twice. */
const MOST_COPIES = 4;
const made = z.object({ request_id: z.string() });

/**
 * Requests that a client made in a trace of its own, those of the newest hours first, at most `limit`.
 * Reads the end of the trace's rows backwards, however many requests it has.
 */
export async function requestsOfClientTrace(
  clickhouse: ClickHouse,
  traceId: string,
  limit: number,
): Promise<string[]> {
  const rows = await clickhouse.query(
    `SELECT request_id FROM client_traces WHERE client_trace = {trace: String}
     ORDER BY client_trace DESC, hour DESC, request_id DESC
     LIMIT {rows: UInt32}`,
    { trace: traceId, rows: limit * MOST_COPIES },
    made,
  );
  return [...new Set(rows.map(({ request_id }) => request_id))].slice(0, limit);
}
