import { indexIdOf } from '@request-desk/shared/ids';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const indexed = z.object({ request_id: z.string(), seen_on: z.string(), code: z.string() });

/** A request id that was seen once: its day (`YYYY-MM-DD`, UTC) and code. */
export type IndexedId = z.infer<typeof indexed>;

const COLUMNS = `concat('req_', lower(leftPad(hex(id), 16, '0'))) AS request_id, toString(day) AS seen_on,
  code`;

/** Where each of `requestIds` was seen; ids that never were are not in the answer. */
export function indexedIds(
  clickhouse: ClickHouse,
  requestIds: readonly string[],
): Promise<IndexedId[]> {
  if (requestIds.length === 0) return Promise.resolve([]);
  return clickhouse.query(
    `SELECT ${COLUMNS} FROM request_index WHERE id IN ({ids: Array(UInt64)})
     ORDER BY id, day DESC LIMIT 1 BY id`,
    { ids: requestIds.map((id) => BigInt(indexIdOf(id))) },
    indexed,
  );
}

/** Up to `limit` ids that begin with `digits` (1 to 15 hex digits), the newest first. */
export function indexedByPrefix(
  clickhouse: ClickHouse,
  digits: string,
  limit: number,
): Promise<IndexedId[]> {
  return clickhouse.query(
    `SELECT ${COLUMNS} FROM request_index
     WHERE id BETWEEN {least: UInt64} AND {most: UInt64}
     ORDER BY day DESC, id LIMIT 1 BY id LIMIT {limit: UInt32}`,
    {
      least: BigInt(`0x${digits.padEnd(16, '0')}`),
      most: BigInt(`0x${digits.padEnd(16, 'f')}`),
      limit,
    },
    indexed,
  );
}
