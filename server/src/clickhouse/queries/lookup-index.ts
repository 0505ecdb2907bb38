import { indexIdOf } from '@request-desk/shared/ids';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

/** A request id that was seen once, and its day (`YYYY-MM-DD`, UTC). */
export interface IndexedId {
  readonly request_id: string;
  readonly seen_on: string;
}

const dayRow = z.object({ day: z.string() });
/** The number of an id, in digits: it is beyond what JavaScript counts exactly. */
const row = dayRow.extend({ number: z.string() });

const COLUMNS = 'toString(id) AS number, day';

/** On a cluster: also where a row is not on the shard of its id. */
const ON_ALL_SHARDS = 'SETTINGS optimize_skip_unused_shards = 0';

/** Where each of `requestIds` was seen; ids that never were are not in the answer. */
export async function indexedIds(
  clickhouse: ClickHouse,
  requestIds: readonly string[],
): Promise<IndexedId[]> {
  const found = await indexed(clickhouse, requestIds, '');
  if (clickhouse.cluster === undefined || found.length === requestIds.length) return found;
  // The shard follows from the id only where its trace does.
  const known = new Set(found.map(({ request_id }) => request_id));
  const others = requestIds.filter((id) => !known.has(id));
  return [...found, ...(await indexed(clickhouse, others, ON_ALL_SHARDS))];
}

async function indexed(
  clickhouse: ClickHouse,
  requestIds: readonly string[],
  settings: string,
): Promise<IndexedId[]> {
  const [first, ...more] = requestIds;
  if (first === undefined) return [];
  if (more.length === 0) return await indexedId(clickhouse, first, settings);
  const rows = await clickhouse.query(
    `SELECT ${COLUMNS} FROM request_index WHERE id IN ({ids: Array(UInt64)})
     ORDER BY id, day DESC LIMIT 1 BY id ${settings}`,
    { ids: requestIds.map((id) => BigInt(indexIdOf(id))) },
    row,
  );
  return rows.map(asIndexed);
}

/** On so few days an id was seen, as a rule on one: the last of them is found here. */
const FEW_DAYS = 10;

/** The same for one id, which is what is asked most: less to analyse. */
async function indexedId(
  clickhouse: ClickHouse,
  request_id: string,
  settings: string,
): Promise<IndexedId[]> {
  const id = BigInt(indexIdOf(request_id));
  const found = await clickhouse.query(
    `SELECT day FROM request_index PREWHERE id = {id: UInt64} LIMIT ${FEW_DAYS + 1} ${settings}`,
    { id },
    dayRow,
  );
  const rows =
    found.length <= FEW_DAYS
      ? found
      : await clickhouse.query(
          `SELECT day FROM request_index WHERE id = {id: UInt64} ORDER BY day DESC LIMIT 1 ${settings}`,
          { id },
          dayRow,
        );
  const last = rows
    .map(({ day }) => day)
    .sort()
    .at(-1);
  return last === undefined ? [] : [{ request_id, seen_on: last }];
}

/** Up to `limit` ids that begin with `digits` (1 to 15 hex digits), the newest first. */
export async function indexedByPrefix(
  clickhouse: ClickHouse,
  digits: string,
  limit: number,
): Promise<IndexedId[]> {
  const rows = await clickhouse.query(
    `SELECT ${COLUMNS} FROM request_index
     WHERE id BETWEEN {least: UInt64} AND {most: UInt64}
     ORDER BY day DESC, id LIMIT 1 BY id LIMIT {limit: UInt32}`,
    {
      least: BigInt(`0x${digits.padEnd(16, '0')}`),
      most: BigInt(`0x${digits.padEnd(16, 'f')}`),
      limit,
    },
    row,
  );
  return rows.map(asIndexed);
}

function asIndexed({ number, day }: z.infer<typeof row>): IndexedId {
  return { request_id: `req_${BigInt(number).toString(16).padStart(16, '0')}`, seen_on: day };
}
