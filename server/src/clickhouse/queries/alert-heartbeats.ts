import { HEARTBEAT_EVENTS } from '@request-desk/shared/legacy-contract';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const beatRow = z.object({
  instance: z.string(),
  /** Newest heartbeat, in seconds with a fraction. */
  last: z.number(),
  /** Starts of the ten-second buckets with a heartbeat. */
  buckets: z.array(z.number()),
});
export type Beats = z.infer<typeof beatRow>;

/** Heartbeats of each process since a time in seconds. They have no trace: the key finds them. */
export function heartbeatsSince(clickhouse: ClickHouse, from: number): Promise<Beats[]> {
  return clickhouse.query(
    `SELECT ResourceAttributes['service.instance.id'] AS instance,
       toUnixTimestamp64Milli(max(toDateTime64(Timestamp, 3))) / 1000 AS last,
       groupUniqArray(toUnixTimestamp(toStartOfInterval(toDateTime(Timestamp), INTERVAL 10 SECOND))) AS buckets
     FROM otel_logs
     WHERE TraceId = '' AND Timestamp >= toDateTime({from: UInt32}) AND EventName IN ({events: Array(String)})
     GROUP BY instance`,
    { from, events: HEARTBEAT_EVENTS },
    beatRow,
  );
}
