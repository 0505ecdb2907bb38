import type { RequestRow } from '@request-desk/shared/dossier';
import type { ClickHouse } from '../client.ts';
import { REQUEST_COLUMNS, requestRowOf } from './request-row.ts';

/**
 * The newest error events, newest first. Reads the sort key backwards and stops at `limit`; a row
 * delivered twice stands beside its copy and is shown once.
 */
export function recentErrors(clickhouse: ClickHouse, limit: number): Promise<RequestRow[]> {
  return clickhouse.query(
    `SELECT ${REQUEST_COLUMNS}
     FROM api_requests
     WHERE Code != ''
     ORDER BY toStartOfMinute(Timestamp) DESC, Timestamp DESC, RequestId DESC
     LIMIT 1 BY RequestId
     LIMIT {limit: UInt32}`,
    { limit },
    requestRowOf,
  );
}
