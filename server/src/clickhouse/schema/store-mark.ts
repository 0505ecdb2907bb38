import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import manifest from '../../../../package.json' with { type: 'json' };
import type { ClickHouse } from '../client.ts';
import { compareValues } from '../queries/few-rows.ts';
import { microseconds } from '../queries/millis.ts';
import { everywherePath, onCluster } from './schema-statements.ts';

/** The table that says that the tables beside it are ours. */
export const MARK = 'request_desk_store';
/** The table of applied migrations. */
export const RECORD = 'schema_migrations';

const markRow = z.object({ id: z.string(), made_at: z.string() });
const clockedRow = markRow.extend({ clock: z.string() });

/**
 * Makes the mark, without a row: this store is being prepared. The id stands in the definition, so
 * of several processes that do this at once the first decides, and all read the same.
 */
export async function makeMark(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS ${MARK}${onCluster(clickhouse.cluster)} (
       id UUID DEFAULT toUUID('${randomUUID()}'), made_at DateTime64(3) DEFAULT now64(3),
       product LowCardinality(String) DEFAULT 'request-desk', version String)
     ENGINE = ${everywhere(clickhouse, MARK)} ORDER BY id
     COMMENT 'The tables of this database belong to Request Desk'`,
  );
}

/** Says that all tables and views are there: from now on deliveries are let in. */
export async function completeMark(clickhouse: ClickHouse): Promise<string> {
  const before = await storeId(clickhouse);
  if (before !== undefined) return before;
  await clickhouse.command(`INSERT INTO ${MARK} (version) VALUES ({version: String})`, {
    version: manifest.version,
  });
  const id = await storeId(clickhouse);
  if (id === undefined) throw new Error('the mark of the telemetry store cannot be read back');
  return id;
}

/** Gives this store another id: it is not any more what it was. */
export async function renewMark(clickhouse: ClickHouse, id: string): Promise<void> {
  await clickhouse.command(
    `INSERT INTO ${MARK} (id, version) VALUES ({id: UUID}, {version: String})`,
    { id, version: manifest.version },
  );
}

/** The id of this store, made with its tables; undefined until they are complete. */
export async function storeId(clickhouse: ClickHouse): Promise<string | undefined> {
  return newestOf(await clickhouse.query(`SELECT id, made_at FROM ${MARK}`, {}, markRow))?.id;
}

/** The same, and the store's own clock in milliseconds; undefined until its tables are complete. */
export async function storeIdAndClock(
  clickhouse: ClickHouse,
): Promise<{ readonly id: string; readonly ms: number } | undefined> {
  const sql = `SELECT id, made_at, now64(3) AS clock FROM ${MARK}`;
  const newest = newestOf(await clickhouse.query(sql, {}, clockedRow));
  return newest && { id: newest.id, ms: microseconds(newest.clock) / 1000 };
}

/** This is asked all the time, and what it costs the store is its analysis: so the rows, which are few, are ordered here. */
function newestOf<Row extends z.infer<typeof markRow>>(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => -compareValues([a.made_at, b.id], [b.made_at, a.id]))[0];
}

/** Makes the record of applied migrations. */
export async function makeRecord(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS ${RECORD}${onCluster(clickhouse.cluster)}
       (name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = ${everywhere(clickhouse, RECORD)} ORDER BY name`,
  );
}

/** On a cluster every node keeps the whole table. */
function everywhere({ cluster }: ClickHouse, table: string): string {
  return cluster ? `ReplicatedReplacingMergeTree(${everywherePath(table)})` : 'ReplacingMergeTree';
}
