import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const named = z.object({ request_id: z.string(), trace_id: z.string() });

/** Requests that their clients call by one of `names`, the newest first, at most `limit`. */
export function requestsNamedByClients(
  clickhouse: ClickHouse,
  names: readonly string[],
  limit: number,
): Promise<z.infer<typeof named>[]> {
  return clickhouse.query(
    `SELECT RequestId AS request_id, any(TraceId) AS trace_id FROM api_requests
     WHERE ClientRequestId IN ({names: Array(String)})
     GROUP BY RequestId ORDER BY max(Timestamp) DESC LIMIT {limit: UInt32}`,
    { names: [...names], limit },
    named,
  );
}
