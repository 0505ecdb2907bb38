import { HEARTBEAT_EVENT } from '@request-desk/shared/attributes';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const newest = z.object({ at_ms: z.number() });

/**
 * When the newest heartbeat of any API process was made, in milliseconds, or undefined when there is
 * none since `sinceMs`. Heartbeats belong to no trace, so the sort key finds them.
 */
export async function newestHeartbeat(
  clickhouse: ClickHouse,
  sinceMs: number,
): Promise<number | undefined> {
  const [row] = await clickhouse.query(
    `SELECT toUnixTimestamp64Milli(max(Timestamp)) AS at_ms FROM otel_logs
     WHERE TraceId = '' AND EventName = {event: String}
       AND Timestamp >= fromUnixTimestamp64Milli({since: Int64})`,
    { event: HEARTBEAT_EVENT, since: Math.floor(sinceMs) },
    newest,
  );
  return row === undefined || row.at_ms < sinceMs ? undefined : row.at_ms;
}
