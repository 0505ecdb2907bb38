import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { type ClickHouse, openClickHouse } from './clickhouse/client.ts';
import { migrate } from './clickhouse/migrate.ts';
import { startRollups } from './clickhouse/rollups.ts';
import type { Config } from './config.ts';
import { acquireDataDirLock } from './database/data-dir-lock.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { type DeskTime, openTime } from './desk-time.ts';
import { openSpool } from './spool/open-spool.ts';
import { clickHouseSink } from './spool/sinks/clickhouse.ts';
import { otlpSink } from './spool/sinks/otlp.ts';
import type { Spool } from './spool/spool.ts';
import { createLogger } from './telemetry/logger.ts';

const ROLLUP_EVERY_MS = 2_000;
const MIGRATE_AGAIN_MS = 5_000;

/** What every role stands on. */
export interface Engines {
  readonly log: Logger;
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly time: DeskTime;
  /** Only where this process receives telemetry. */
  readonly spool: Spool | undefined;
}

/**
 * Locks the data directory and opens the stores in it, or by URL. What was opened is closed by
 * `stack`, last first. Throws errors whose message is one line that says what to do.
 */
export async function openEngines(
  config: Config,
  stack: AsyncDisposableStack,
  logFile?: string,
): Promise<Engines> {
  const { dataDir } = config;
  const lock = acquireDataDirLock(dataDir);
  stack.defer(() => lock.release());
  const log = openLog(config, logFile);
  const database = await openDatabase({ url: config.databaseUrl, path: join(dataDir, 'postgres') });
  stack.defer(() => database.close());
  const time = await openTime(database, log, stack);
  const { url, cluster } = config.clickhouse;
  const clickhouse = await openClickHouse({ url, cluster, path: join(dataDir, 'clickhouse') });
  stack.defer(() => clickhouse.close());
  await prepareStore(config, clickhouse, log, stack);
  const spool = await spoolOf(config, clickhouse, log);
  if (spool) stack.defer(() => spool.close());
  return { log, clickhouse, database, time, spool };
}

function openLog({ logLevel: level }: Config, file: string | undefined): Logger {
  if (file === undefined) return createLogger({ level });
  return createLogger({ level, destination: pino.destination({ dest: file, sync: true }) });
}

/** A server that is away holds nobody up: its tables are made as soon as it answers. */
async function prepareStore(
  config: Config,
  clickhouse: ClickHouse,
  log: Logger,
  stack: AsyncDisposableStack,
): Promise<void> {
  const prepare = async () => {
    await migrate(clickhouse, config.retentionDays);
    if (!config.roles.has('ingest') && !config.roles.has('alerts')) return;
    const options = { now: Date.now, intervalMs: ROLLUP_EVERY_MS, log };
    const rollups = await startRollups(clickhouse, options);
    if (stack.disposed) await rollups.stop();
    else stack.defer(() => rollups.stop());
  };
  if (clickhouse.embedded) return await prepare();
  const timer = { next: undefined as NodeJS.Timeout | undefined };
  stack.defer(() => clearTimeout(timer.next));
  const attempt = async (): Promise<void> => {
    await prepare().catch((err: unknown) => {
      log.error({ err }, 'the telemetry store is not ready, trying again');
      if (!stack.disposed) timer.next = setTimeout(() => void attempt(), MIGRATE_AGAIN_MS);
    });
  };
  await attempt();
}

async function spoolOf(
  config: Config,
  clickhouse: ClickHouse,
  log: Logger,
): Promise<Spool | undefined> {
  if (!config.roles.has('api') && !config.roles.has('ingest')) return undefined;
  const { endpoint, headers, timeoutMs } = config.otel;
  const sink = endpoint
    ? otlpSink({ endpoint, headers, timeoutMs, log })
    : clickHouseSink(clickhouse, config.retentionDays);
  const path = join(config.dataDir, 'spool');
  return await openSpool({ path, sink, maxBytes: config.spoolMaxBytes, now: Date.now, log });
}
