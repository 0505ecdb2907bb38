import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { localTable, onCluster } from './schema-statements.ts';
import type { Tables } from './table-storage.ts';

const definition = z.object({ name: z.string(), ttl: z.string() });

/** Rows so old are merged once more, with this codec: nearly nothing comes for them by then. */
const RECOMPRESSION = { afterHours: 2, codec: 'ZSTD(9)' } as const;

/**
 * Changes the TTL where it differs, of those of `tables` that expire after RETENTION_DAYS; a shorter
 * one applies to what is already stored, too.
 */
export async function setRetention(
  clickhouse: ClickHouse,
  days: number,
  tables: Tables,
): Promise<void> {
  const wanted = new Map(
    Object.entries(tables).flatMap(([table, { expires, recompressed = false }]) =>
      expires === undefined
        ? []
        : [[localTable(table, clickhouse.cluster, tables), ttlOf(expires, days, recompressed)]],
    ),
  );
  const stored = await clickhouse.query(
    `SELECT name, extract(create_table_query, 'TTL (.*?) SETTINGS') AS ttl
     FROM system.tables WHERE database = currentDatabase() AND name IN {names: Array(String)}`,
    { names: [...wanted.keys()] },
    definition,
  );
  for (const { name, ttl } of stored) {
    const expression = wanted.get(name);
    if (expression === undefined || ttl === expression) continue;
    await clickhouse.command(
      `ALTER TABLE ${name}${onCluster(clickhouse.cluster)} MODIFY TTL ${expression}`,
    );
  }
}

/** As the store writes it down. */
function ttlOf(column: string, days: number, recompressed: boolean): string {
  const expiry = `${column} + toIntervalDay(${Math.trunc(days)})`;
  if (!recompressed) return expiry;
  const { afterHours, codec } = RECOMPRESSION;
  return `${expiry}, ${column} + toIntervalHour(${afterHours}) RECOMPRESS CODEC(${codec})`;
}
