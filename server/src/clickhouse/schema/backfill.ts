import { setTimeout as pause } from 'node:timers/promises';
import { HOUR_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import type { ViewDefinition } from './view-statements.ts';

const nameRow = z.object({ name: z.string() });
const idRow = z.object({ id: z.string() });
const oneRow = z.object({ one: z.number() });

const POLL_BACKFILL_MS = 200;
const INSERTS_END_WITHIN_MS = 90_000;
const LONGEST_MS = HOUR_MS;

/**
 * Writes what a view would have written had it always been there, once it is there. Rows that the
 * view has written as well become one with these, because the tables behind views replace.
 */
export async function backfillView(
  clickhouse: ClickHouse,
  { target, select }: ViewDefinition,
): Promise<void> {
  const source = /^\s*FROM (\w+)$/m.exec(select)?.[1];
  if (source === undefined)
    throw new Error(`a view needs FROM table on a line of its own: ${target}`);
  // An insert that began before the view was made does not know it, and its rows come last.
  await insertsEnded(clickhouse);
  const some = await clickhouse.query(`SELECT 1 AS one FROM ${source} LIMIT 1`, {}, oneRow);
  if (some.length === 0) return;
  const columns = await clickhouse.query(`DESCRIBE TABLE (${select})`, {}, nameRow);
  await clickhouse.command(
    `INSERT INTO ${target} (${columns.map(({ name }) => name).join(', ')}) ${select}`,
    {},
    {
      throw_on_max_partitions_per_insert_block: 0,
      max_partitions_per_insert_block: 10_000,
      // Each shard writes its own rows, as its view does.
      ...(clickhouse.cluster ? { parallel_distributed_insert_select: 2 } : {}),
    },
    LONGEST_MS,
  );
}

async function insertsEnded(clickhouse: ClickHouse): Promise<void> {
  let open = await runningInserts(clickhouse);
  const end = performance.now() + INSERTS_END_WITHIN_MS;
  while (open.size > 0 && performance.now() < end) {
    await pause(POLL_BACKFILL_MS);
    const still = await runningInserts(clickhouse);
    open = new Set([...open].filter((id) => still.has(id)));
  }
}

async function runningInserts(clickhouse: ClickHouse): Promise<Set<string>> {
  const { cluster } = clickhouse;
  const table = 'system.processes';
  const rows = await clickhouse.query(
    `SELECT query_id AS id FROM ${cluster ? `clusterAllReplicas('${cluster}', ${table})` : table}
     WHERE query_kind = 'Insert'`,
    {},
    idRow,
  );
  return new Set(rows.map(({ id }) => id));
}
