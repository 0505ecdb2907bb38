import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createLogger } from '@request-desk/fastify/logging/logger';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { otlpSink } from '@request-desk/fastify/spool/sinks/otlp';
import { refuseSelfLoop } from '@request-desk/fastify/spool/sinks/self-loop';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { DAY_MS } from '@request-desk/shared/durations';
import pino, { type Logger } from 'pino';
import { type ClickHouse, type OpenedStore, openClickHouse } from './clickhouse/client.ts';
import { type Rollups, startRollups } from './clickhouse/rollups.ts';
import { type SchemaGate, SchemaKeeper } from './clickhouse/schema/schema-keeper.ts';
import { clickHouseSink } from './clickhouse/segments/clickhouse-sink.ts';
import { logRefusals } from './clickhouse/store-away.ts';
import type { Config } from './config.ts';
import { StoreMove } from './console/store-move/store-move.ts';
import { acquireDataDirLock } from './database/data-dir/data-dir-lock.ts';
import { refuseLostControlPlane } from './database/data-dir/lost-control-plane.ts';
import { refuseMovedStores } from './database/data-dir/moved-stores.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { Producers } from './database/producers.ts';
import { openSharedStore, type SharedStore } from './database/shared-store.ts';
import { type DeskTime, openTime } from './desk-time.ts';
import { Watermark } from './watermark/watermark.ts';

const ROLLUP_EVERY_MS = 2_000;

/** What every role stands on. */
export interface Engines {
  readonly log: Logger;
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly time: DeskTime;
  /** Where all processes of the API count together; only with REDIS_URL, and where the API answers. */
  readonly sharedStore: SharedStore | undefined;
  /** How far the store is complete, by registry and store. */
  readonly watermark: Watermark;
  /** Only where this process receives telemetry. */
  readonly spool: Spool | undefined;
  /** Names this process to OTLP receivers, so that its own listener refuses what it sends. */
  readonly origin: string;
  /** Of embedded stores to servers, where staff asks for it. */
  readonly move: StoreMove;
}

interface EngineOptions {
  /** Where the log goes; standard output by default. */
  readonly logFile?: string | undefined;
  /** Makes an empty control plane where the one that was is lost. */
  readonly newControlPlane?: boolean | undefined;
  /** Causes that rates leave out; see `RollupOptions`. */
  readonly uncounted?: readonly string[] | undefined;
}

/**
 * Locks the data directory and opens the stores in it, or by URL. What was opened is closed by
 * `stack`, last first. Throws errors whose message is one line that says what to do.
 */
export async function openEngines(
  config: Config,
  stack: AsyncDisposableStack,
  { logFile, newControlPlane = false, uncounted }: EngineOptions = {},
): Promise<Engines> {
  const { dataDir } = config;
  const lock = acquireDataDirLock(dataDir);
  stack.defer(() => lock.release());
  if (config.databaseUrl === undefined) {
    refuseMovedStores(dataDir);
    refuseLostControlPlane(dataDir, newControlPlane);
  }
  const log = openLog(config, logFile);
  const database = await openDatabase({ url: config.databaseUrl, path: join(dataDir, 'postgres') });
  stack.defer(() => database.close());
  const time = await openTime(database, log, stack);
  const redisUrl = config.roles.has('api') ? config.redisUrl : undefined;
  const sharedStore = redisUrl === undefined ? undefined : await openSharedStore(redisUrl, log);
  stack.defer(() => sharedStore?.close());
  const clickhouse = await openClickHouse({
    ...config.clickhouse,
    path: join(dataDir, 'clickhouse'),
  });
  stack.defer(() => clickhouse.close());
  const move = new StoreMove({ ...config, clickhouse, database, log });
  // After all that writes has ended.
  stack.defer(() => move.handOver());
  const gate = await prepareStore(config, { clickhouse, log, uncounted }, stack);
  logRefusals(clickhouse, log, () => performance.now());
  const origin = randomUUID();
  const spool = await spoolOf(config, { clickhouse, gate, log, origin, now: time.now });
  if (spool) stack.defer(() => spool.close());
  const watermark = new Watermark({
    clickhouse,
    log,
    clock: time.reference,
    maxSkewMs: config.maxClockSkewMs,
    retentionMs: config.retentionDays * DAY_MS,
    producers: new Producers(database),
    signals: database.signals,
    keeps: config.roles.has('console') || config.roles.has('alerts'),
  });
  stack.defer(() => watermark.stop());
  await watermark.start();
  return { log, clickhouse, database, time, sharedStore, spool, watermark, origin, move };
}

function openLog({ logLevel: level }: Config, file: string | undefined): Logger {
  if (file === undefined) return createLogger({ level });
  return createLogger({ level, destination: pino.destination({ dest: file, sync: true }) });
}

interface StoreParts {
  readonly clickhouse: OpenedStore;
  readonly log: Logger;
  readonly uncounted: readonly string[] | undefined;
}

/** Keeps the schema from now on, and the rollups of whatever store there is. */
async function prepareStore(
  config: Config,
  { clickhouse, log, uncounted }: StoreParts,
  stack: AsyncDisposableStack,
): Promise<SchemaGate> {
  const rolls = config.roles.has('ingest') || config.roles.has('alerts');
  let rollups: Rollups | undefined;
  const keeper = new SchemaKeeper({
    clickhouse,
    retentionDays: config.retentionDays,
    log,
    async onStore() {
      await rollups?.stop();
      const options = { now: Date.now, intervalMs: ROLLUP_EVERY_MS, log, uncounted };
      rollups = rolls ? await startRollups(clickhouse, options) : undefined;
    },
  });
  stack.defer(async () => {
    await keeper.stop();
    await rollups?.stop();
  });
  await keeper.start();
  return keeper;
}

interface SpoolParts {
  readonly clickhouse: ClickHouse;
  readonly gate: SchemaGate;
  readonly log: Logger;
  readonly origin: string;
  readonly now: () => number;
}

async function spoolOf(
  config: Config,
  { clickhouse, gate, log, origin, now }: SpoolParts,
): Promise<Spool | undefined> {
  if (!config.roles.has('api') && !config.roles.has('ingest')) return undefined;
  const { endpoint, headers, timeoutMs } = config.otel;
  if (endpoint && config.roles.has('ingest')) await refuseSelfLoop(endpoint, config.otlp);
  const sink = endpoint
    ? otlpSink({ endpoint, headers, timeoutMs, log, origin })
    : clickHouseSink(clickhouse, config.retentionDays, gate);
  const path = join(config.dataDir, 'spool');
  const spool = await openSpool({ path, sink, maxBytes: config.spoolMaxBytes, now, log });
  // What only the former store held is still on disk, if it is not old.
  if (!endpoint) gate.onReplaced(() => spool.repeat());
  return spool;
}
