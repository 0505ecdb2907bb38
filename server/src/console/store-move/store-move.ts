import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { StoreMoveStep, StoreMoveTarget } from '@request-desk/shared/store-move-api';
import type { Logger } from 'pino';
import { type ClickHouse, type OpenedStore, openClickHouse } from '../../clickhouse/client.ts';
import { MoveFault, TelemetryCopy } from '../../clickhouse/move/copy-telemetry.ts';
import { completeTarget, prepareTarget, TargetInUse } from '../../clickhouse/move/target-schema.ts';
import { storeId } from '../../clickhouse/schema/store-mark.ts';
import { StoreUnusable } from '../../clickhouse/schema/store-unusable.ts';
import { StoreUnavailable } from '../../clickhouse/store-fault.ts';
import { noteMovedStores } from '../../database/data-dir/moved-stores.ts';
import { type Database, DatabaseError } from '../../database/database.ts';
import { badRequest } from '../console-error.ts';

export interface StoreMoveOptions {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly dataDir: string;
  readonly retentionDays: number;
  readonly log: Logger;
}

/** Faults whose message says what to do, and holds no password. */
const EXPLAINED = [TargetInUse, MoveFault, DatabaseError, StoreUnusable, StoreUnavailable];
/** What has come since, while nobody has stopped the process yet. */
const FOLLOW_EVERY_MS = 5 * MINUTE_MS;
const MOST_PASSES = 5;
/** What is copied at the end of the process, within seconds. */
const FEW_ROWS = 50_000;

/**
 * Copies the embedded stores to servers while they are used, and hands over when the process ends: what
 * was written until then is copied, every row compared, and the servers become the same stores.
 */
export class StoreMove {
  readonly #options: StoreMoveOptions;
  readonly #stop = new AbortController();
  #target: StoreMoveTarget | undefined;
  #work: Promise<void> | undefined;
  #store: OpenedStore | undefined;
  #copy: TelemetryCopy | undefined;
  #last: StoreMoveStep | undefined;
  #nextStep = Promise.withResolvers<void>();

  constructor(options: StoreMoveOptions) {
    this.#options = options;
  }

  /** Starts, or goes on with what is under way. Throws ConsoleError where that cannot be. */
  begin(target: StoreMoveTarget): void {
    const { clickhouse, database } = this.#options;
    if (!clickhouse.embedded || database.engine !== 'embedded')
      throw badRequest('Only stores in DATA_DIR can be moved, and this process has none.');
    if (this.#work !== undefined) {
      if (JSON.stringify(target) === JSON.stringify(this.#target)) return;
      throw badRequest('Another move is under way: restart the process to give it up.');
    }
    this.#target = target;
    this.#work = this.#run(target).catch((error: unknown) => this.#gaveUp(error));
  }

  /** Every step from now on, up to the last one; what was said last comes first. */
  async *follow(): AsyncGenerator<StoreMoveStep> {
    for (let said: StoreMoveStep | undefined; ; ) {
      const nextStep = this.#nextStep.promise;
      if (this.#last !== undefined && this.#last !== said) {
        said = this.#last;
        yield said;
        if (said.done !== undefined) return;
      } else await nextStep;
    }
  }

  /** Whether the end of the process takes as long as handing over does. */
  get isReady(): boolean {
    return this.#last?.done === true;
  }

  /** At the end of the process, when nothing is written any more. Does nothing without a move. */
  async handOver(): Promise<void> {
    const { database, clickhouse, dataDir, retentionDays, log } = this.#options;
    this.#stop.abort();
    await this.#work;
    const [target, store, copy] = [this.#target, this.#store, this.#copy];
    try {
      if (!this.isReady || !target || !store || !copy) return;
      const began = performance.now();
      if ((await this.#settle(copy, 0, new AbortController().signal)) > 0)
        throw new MoveFault('rows came while nothing was written');
      await copyPlane(database, target.database_url, true);
      await completeTarget(store, retentionDays, (await storeId(clickhouse)) ?? '');
      const places = [target.clickhouse_url, target.database_url].map((url) => {
        const { host, pathname } = new URL(url);
        return host + pathname;
      });
      noteMovedStores(dataDir, places);
      log.info({ places, took_ms: Math.round(performance.now() - began) }, 'the stores were moved');
    } catch (err) {
      log.error(
        { err },
        'the stores were not moved: the next start goes on with those in DATA_DIR',
      );
    } finally {
      await store?.close();
    }
  }

  async #run(target: StoreMoveTarget): Promise<void> {
    const { clickhouse: source, database, dataDir } = this.#options;
    this.#say({ step: 'preparing the servers' });
    const store = await openClickHouse({ url: target.clickhouse_url, path: '' });
    this.#store = store;
    await prepareTarget(store);
    const copy = new TelemetryCopy({ source, target: store, directory: join(dataDir, 'move') });
    this.#copy = copy;
    await this.#settle(copy, FEW_ROWS, this.#stop.signal, (step) => this.#say(step));
    this.#say({ step: 'control plane' });
    await copyPlane(database, target.database_url, false);
    if (this.#stop.signal.aborted) return;
    this.#say({ step: 'ready', note: READY, done: true });
    while (!this.#stop.signal.aborted) {
      await pause(FOLLOW_EVERY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      await this.#settle(copy, FEW_ROWS, this.#stop.signal).catch((err: unknown) =>
        this.#options.log.warn({ err }, 'what came since was not copied, retrying'),
      );
    }
  }

  /** Passes until one has no more to copy than `enough`; returns what the last one copied. */
  async #settle(
    copy: TelemetryCopy,
    enough: number,
    signal: AbortSignal,
    say?: (step: Partial<StoreMoveStep> & { step: string }) => void,
  ): Promise<number> {
    let copied = 0;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      copied = 0;
      const began = performance.now();
      for await (const { table, checked, total, copied: rows } of copy.pass(signal)) {
        copied = rows;
        const perRow = (performance.now() - began) / Math.max(1, checked);
        const left = Math.ceil((perRow * (total - checked)) / 1000);
        say?.({ step: table, rows: checked, of: total, seconds_left: left });
      }
      if (copied <= enough || signal.aborted) break;
    }
    return copied;
  }

  #say(step: Partial<StoreMoveStep> & { step: string }): void {
    this.#last = { rows: null, of: null, seconds_left: null, ...step };
    const { resolve } = this.#nextStep;
    this.#nextStep = Promise.withResolvers();
    resolve();
  }

  #gaveUp(error: unknown): void {
    const explained = EXPLAINED.some((kind) => error instanceof kind);
    this.#options.log.error({ err: error }, 'the move of the stores stopped');
    const why = explained && error instanceof Error ? error.message : 'the log says why';
    this.#say({ step: 'stopped', note: `${why}; run the command again to go on`, done: false });
    void this.#store?.close();
    this.#work = this.#target = this.#store = this.#copy = undefined;
  }
}

/** The driver is loaded where it is used. */
async function copyPlane(database: Database, url: string, settled: boolean): Promise<void> {
  const { copyControlPlane } = await import('../../database/move/copy-control-plane.ts');
  await copyControlPlane(database, url, { settled });
}

const READY =
  'everything up to now is there: end the process (SIGTERM), which copies what came since and compares every ' +
  'row, then start it with CLICKHOUSE_URL, DATABASE_URL and SECRETS_KEY';
