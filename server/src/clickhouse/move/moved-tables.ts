import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { MARK, RECORD } from '../schema/store-mark.ts';

/** A table whose rows are copied. */
export interface MovedTable {
  readonly name: string;
  /** Those that are stored. */
  readonly columns: readonly string[];
  /** The hour of a row, in seconds since 1970; one for all where no column says a time. */
  readonly hour: string;
}

/** One partition of a table, as the source has it. */
export interface MovedPartition {
  readonly id: string;
  readonly rows: number;
  /** Another one whenever something was inserted, changed or erased. */
  readonly state: string;
}

const tableRow = z.object({ name: z.string(), partition_key: z.string() });
const columnRow = z.object({ table: z.string(), name: z.string() });
const partitionRow = z.object({ id: z.string(), rows: z.number(), state: z.string() });

/** All tables of a store, but for what says that it is one. */
export async function movedTables(source: ClickHouse): Promise<MovedTable[]> {
  const { database } = source;
  const tables = await source.query(
    `SELECT name, partition_key FROM system.tables
     WHERE database = {database: String} AND engine LIKE '%MergeTree'
       AND name NOT IN ({own: Array(String)}) ORDER BY name`,
    { database, own: [MARK, RECORD] },
    tableRow,
  );
  const columns = await source.query(
    `SELECT table, name FROM system.columns
     WHERE database = {database: String} AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')
     ORDER BY table, position`,
    { database },
    columnRow,
  );
  const byTable = Map.groupBy(columns, ({ table }) => table);
  return tables.map(({ name, partition_key }) => {
    const time = /\((\w+)\)$/.exec(partition_key)?.[1];
    return {
      name,
      columns: (byTable.get(name) ?? []).map((one) => `\`${one.name}\``),
      hour:
        time === undefined ? 'toUInt32(0)' : `toUnixTimestamp(toStartOfHour(toDateTime(${time})))`,
    };
  });
}

/** The partitions of a table, the oldest first. */
export function partitionsOf(store: ClickHouse, table: string): Promise<MovedPartition[]> {
  return store.query(
    `SELECT partition_id AS id, sum(rows) AS rows,
       concat(toString(max(max_block_number)), ' ', toString(max(data_version))) AS state
     FROM system.parts WHERE database = {database: String} AND table = {table: String} AND active
     GROUP BY partition_id ORDER BY partition_id`,
    { database: store.database, table },
    partitionRow,
  );
}
