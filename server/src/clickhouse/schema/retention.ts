import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { localTable, onCluster } from './schema-statements.ts';
import type { Tables } from './table-storage.ts';

const definition = z.object({ name: z.string(), ttl: z.string() });

/**
 * Changes the TTL where it differs, of those of `tables` that expire after RETENTION_DAYS; a shorter
 * one applies to what is already stored, too.
 */
export async function setRetention(
  clickhouse: ClickHouse,
  days: number,
  tables: Tables,
): Promise<void> {
  const columns = new Map(
    Object.entries(tables).flatMap(([table, { expires }]) =>
      expires === undefined ? [] : [[localTable(table, clickhouse.cluster, tables), expires]],
    ),
  );
  const stored = await clickhouse.query(
    `SELECT name, extract(create_table_query, 'TTL (.*?) SETTINGS') AS ttl
     FROM system.tables WHERE database = currentDatabase() AND name IN {names: Array(String)}`,
    { names: [...columns.keys()] },
    definition,
  );
  for (const { name, ttl } of stored) {
    const column = columns.get(name);
    if (ttl === `${column} + toIntervalDay(${days})`) continue;
    await clickhouse.command(
      `ALTER TABLE ${name}${onCluster(clickhouse.cluster)}
       MODIFY TTL ${column} + toIntervalDay(${Math.trunc(days)})`,
    );
  }
}
