import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { DAY_MS } from '@request-desk/shared/durations';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import pino from 'pino';
import { z } from 'zod';
import type { OpenedStore } from '../../server/src/clickhouse/client.ts';
import { movedTables } from '../../server/src/clickhouse/move/moved-tables.ts';
import { startRollups } from '../../server/src/clickhouse/rollups.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { refreshStats } from '../../server/src/clickhouse/stats.ts';
import { createPast } from '../../server/src/meetso/demo/history/past-request.ts';
import { openPastTelemetry } from '../../server/src/meetso/demo/history/past-telemetry.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { poll } from '../../testkit/poll.ts';
import { Random } from '../alert-scenarios/random.ts';
import { customers } from './customers.ts';
import { EXPORTER_TABLES } from './exporter-tables.ts';

const RETENTION_DAYS = 30;
const log = pino({ level: 'silent' });
const MERGE_MS = DAY_MS;

/** A table after merging. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes a day of requests as live ones are written, and resolves when the store has them and their counts. */
export async function storeDay(
  store: OpenedStore,
  spoolPath: string,
  requests: number,
): Promise<void> {
  const spool = await openSpool({
    path: spoolPath,
    sink: clickHouseSink(store, RETENTION_DAYS),
    maxBytes: 2 ** 32,
    now: Date.now,
    log,
  });
  const telemetry = openPastTelemetry(spool, '1.4.0');
  const random = new Random('capacity');
  const past = createPast(customers(), () => random.unit());
  // Of yesterday, so that all of it stands in one partition.
  const from = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
  const drained = () =>
    poll('delivery', async () => spool.state().backlog_bytes === 0 || undefined, {
      everyMs: 50,
      timeoutMs: 600_000,
    });
  for (let n = 0; n < requests; n++) {
    telemetry.write(past.usual(Math.floor(from + ((n + 0.5) * DAY_MS) / requests)));
    if (n % 500 === 0) await new Promise(setImmediate);
    if (n % 50_000 === 49_999) await drained();
  }
  const dropped = await telemetry.close();
  await drained();
  await spool.close();
  if (dropped > 0) throw new Error(`${dropped} items were lost`);
  const uncounted = uncountedCauses(MEETSO_PROFILE);
  const rollups = await startRollups(store, { now: Date.now, intervalMs: DAY_MS, log, uncounted });
  await rollups.tick();
  await rollups.stop();
  await refreshStats(store, Date.now(), { uncounted });
}

/** Merges every table to one part a partition. */
export async function merge(store: OpenedStore): Promise<void> {
  for (const { name } of await movedTables(store))
    await store.command(`OPTIMIZE TABLE ${name} FINAL`, {}, {}, MERGE_MS);
}

const size = z.object({ table: z.string(), rows: z.number(), bytes: z.number() });

export function sizes(store: OpenedStore): Promise<TableSize[]> {
  return store.query(
    `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE database = {database: String} AND active GROUP BY table ORDER BY bytes DESC`,
    { database: store.database },
    size,
  );
}

/** The same rows in the exporter's tables, in its database beside ours, merged as well. */
export async function copyToExporter(store: OpenedStore, exporter: OpenedStore): Promise<void> {
  for (const statement of EXPORTER_TABLES) await exporter.command(statement);
  const columns = z.object({ name: z.string() });
  for (const table of ['otel_logs', 'otel_traces']) {
    const rows = await exporter.query(
      `SELECT name FROM system.columns WHERE database = {database: String} AND table = {table: String}
         AND default_kind = ''`,
      { database: exporter.database, table },
      columns,
    );
    const names = rows.map(({ name }) => `\`${name}\``).join(', ');
    await exporter.command(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${store.database}.${table} FINAL`,
      {},
      {},
      MERGE_MS,
    );
  }
  await merge(exporter);
}
