import { HEARTBEAT_EVENTS } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const releaseRow = z.object({
  release: z.string(),
  /** First heartbeat, in seconds with a fraction. */
  first: z.number(),
});
export type ReleaseRow = z.infer<typeof releaseRow>;

/** Releases that sent heartbeats since a time in seconds. */
export function releasesSince(clickhouse: ClickHouse, from: number): Promise<ReleaseRow[]> {
  return clickhouse.query(
    `SELECT ResourceAttributes['service.version'] AS release,
       toUnixTimestamp64Milli(min(toDateTime64(Timestamp, 3))) / 1000 AS first
     FROM otel_logs
     WHERE TraceId = '' AND Timestamp >= toDateTime({from: UInt32}) AND EventName IN ({events: Array(String)})
     GROUP BY release`,
    { from, events: HEARTBEAT_EVENTS },
    releaseRow,
  );
}
