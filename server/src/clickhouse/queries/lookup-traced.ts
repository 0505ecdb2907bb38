import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const traced = z.object({ request_id: z.string(), trace_id: z.string(), seen_on: z.string() });

/** A request id that names no trace: its trace and its day (`YYYY-MM-DD`, UTC). */
export type TracedId = z.infer<typeof traced>;

const COLUMNS = 'id AS request_id, trace_id, day AS seen_on';

/** Where each of `requestIds` was last seen; ids that never were are not in the answer. */
export function tracedIds(
  clickhouse: ClickHouse,
  requestIds: readonly string[],
): Promise<TracedId[]> {
  if (requestIds.length === 0) return Promise.resolve([]);
  return clickhouse.query(
    `SELECT ${COLUMNS} FROM request_traces WHERE id IN ({ids: Array(String)})
     ORDER BY id, day DESC LIMIT 1 BY id`,
    { ids: requestIds },
    traced,
  );
}

/** Up to `limit` ids that begin with `beginning`, the newest first. */
export function tracedByPrefix(
  clickhouse: ClickHouse,
  beginning: string,
  limit: number,
): Promise<TracedId[]> {
  return clickhouse.query(
    `SELECT ${COLUMNS} FROM request_traces
     WHERE id >= {least: String} AND startsWith(id, {least: String})
     ORDER BY day DESC, id LIMIT 1 BY id LIMIT {limit: UInt32}`,
    { least: beginning, limit },
    traced,
  );
}
