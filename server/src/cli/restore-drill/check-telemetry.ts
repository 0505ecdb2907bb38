import { DAY_MS, HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import { chooseDatabase } from '../../clickhouse/choose-database.ts';
import type { OpenedStore } from '../../clickhouse/client.ts';
import { movedTables } from '../../clickhouse/move/moved-tables.ts';
import { SETTLED_MS } from '../../clickhouse/queries/counted.ts';
import { inspectSchema } from '../../clickhouse/schema/inspect-schema.ts';
import { migrate } from '../../clickhouse/schema/migrate.ts';
import { schemaFiles } from '../../clickhouse/schema/schema-files.ts';
import { ago, DrillFault, type DrillReport } from './drill.ts';

interface TelemetrySettings {
  readonly retentionDays: number;
  /** Causes that rates leave out. */
  readonly uncounted: readonly string[];
  readonly now: number;
}

const count = z.object({ n: z.number() });
const broken = z.object({ name: z.string() });
const newestRow = z.object({ at_ms: z.number(), arrived_ms: z.number(), n: z.number() });
const hourRow = z.object({ hour: z.number() });
const countedRow = z.object({ requests: z.number(), counted: z.number() });

/** Checks a restored store and brings it to this release's schema. Returns its id. Throws DrillFault. */
export async function checkTelemetry(
  store: OpenedStore,
  settings: TelemetrySettings,
  report: DrillReport,
): Promise<string> {
  const files = await schemaFiles();
  await chooseDatabase(store, files);
  const { pending, id } = await inspectSchema(store, files);
  if (id === undefined) throw new DrillFault('it holds no store whose tables were complete');
  if (pending.length > 0) {
    await migrate(store, settings.retentionDays);
    report.say(`  of an earlier release: ${pending.length} migrations were applied`);
  }
  await readRows(store, report);
  const [newest] = await store.query(
    `SELECT toUnixTimestamp64Milli(max(toDateTime64(Timestamp, 3))) AS at_ms,
       toUnixTimestamp64Milli(max(ingested_at)) AS arrived_ms, count() AS n FROM api_requests`,
    {},
    newestRow,
  );
  if (newest === undefined || newest.n === 0) {
    report.say('  no request is in it');
    return id;
  }
  const at = new Date(newest.at_ms).toISOString();
  report.say(`  newest request: ${at}, ${ago(newest.at_ms, settings.now)}`);
  await checkRollups(store, settings, newest.arrived_ms, report);
  return id;
}

/** Reads every row of every table: a damaged block says so. */
async function readRows(store: OpenedStore, { say, fault }: DrillReport): Promise<void> {
  const { database } = store;
  const parts = await store.query(
    `SELECT concat(table, ' ', name) AS name FROM system.detached_parts
     WHERE database = {database: String} AND reason LIKE '%broken%' LIMIT 10`,
    { database },
    broken,
  );
  for (const { name } of parts) fault(`telemetry: the part ${name} is broken`);
  let rows = 0;
  const tables = await movedTables(store);
  for (const { name } of tables) {
    await store.command(`SELECT * FROM ${name} FORMAT Null`, {}, {}, DAY_MS);
    rows += (await store.query(`SELECT count() AS n FROM ${name}`, {}, count))[0]?.n ?? 0;
  }
  say(`  ${rows} rows in ${tables.length} tables were read`);
}

/** Hours whose counts had time to be made, and whose requests have not begun to expire. */
async function checkRollups(
  store: OpenedStore,
  { retentionDays, uncounted, now }: TelemetrySettings,
  arrivedMs: number,
  { say, fault }: DrillReport,
): Promise<void> {
  const hours = await store.query(
    `SELECT toUnixTimestamp(toStartOfHour(Timestamp)) AS hour FROM api_requests
     GROUP BY hour HAVING max(ingested_at) < fromUnixTimestamp64Milli({settled: Int64})
       AND hour > {from: UInt32} ORDER BY hour`,
    {
      settled: arrivedMs - SETTLED_MS,
      from: Math.floor((now - (retentionDays - 1) * DAY_MS) / 1000),
    },
    hourRow,
  );
  let wrong = 0;
  for (const { hour } of hours) {
    const [row] = await (store.bulk ?? store).query(
      `SELECT (SELECT uniqExact(intDiv(toUnixTimestamp(Timestamp), 10), Code, Status, Route, OrgId, RequestId)
           FROM api_requests WHERE Cause NOT IN {uncounted: Array(String)}
             AND Timestamp >= toDateTime({hour: UInt32}) AND Timestamp < toDateTime({end: UInt32})) AS requests,
         (SELECT sum(Requests) FROM error_rates_1h FINAL WHERE Bucket = toDateTime({hour: UInt32})) AS counted`,
      { uncounted, hour, end: hour + HOUR_S },
      countedRow,
    );
    if (row === undefined || row.requests === row.counted) continue;
    wrong++;
    const at = new Date(hour * 1000).toISOString();
    fault(
      `telemetry: ${row.requests} requests of the hour ${at}, of which ${row.counted} are counted`,
    );
  }
  say(`  rollups: ${hours.length - wrong} of ${hours.length} hours count what their requests are`);
}
