import type { Logger } from 'pino';
import type { OpenedStore } from '../client.ts';
import { explainRefusal, sayRefusal } from '../explain-refusal.ts';
import { StoreIncomplete } from '../store-fault.ts';
import { inspectSchema } from './inspect-schema.ts';
import { migrate } from './migrate.ts';
import { type SchemaFile, schemaFiles } from './schema-files.ts';
import { StoreUnusable } from './store-unusable.ts';

const TRY_AGAIN_MS = 2_000;
/** Tables that nobody asked for may go, too. */
const CHECK_SCHEMA_EVERY_MS = 15_000;

/** Lets deliveries in once the schema is complete. */
export interface SchemaGate {
  /** Resolves with the store's id once everything is there; rejects while it is not. */
  ready(): Promise<string>;
  /** Says that the store may have been replaced: the next delivery waits for another look. */
  doubt(): void;
  /** Calls `listener` each time that another store is ready than before. */
  onReplaced(listener: () => void): void;
}

export interface SchemaKeeperOptions {
  readonly clickhouse: OpenedStore;
  readonly retentionDays: number;
  readonly log: Logger;
  /** Called with the store's id whenever a store becomes ready that was not this one before. */
  readonly onStore?: (id: string) => Promise<void>;
}

/**
 * Makes the schema, and makes it again whenever the store turns out to be empty, replaced or
 * damaged: then deliveries and queries work again without a restart.
 */
export class SchemaKeeper implements SchemaGate {
  readonly #options: SchemaKeeperOptions;
  #id: string | undefined;
  #last: string | undefined;
  #running: Promise<string> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #replaced: (() => void)[] = [];
  /** Of the release that this process began with: what they make is derived once of one list. */
  #files: readonly SchemaFile[] | undefined;
  #said = '';
  #stopped = false;

  constructor(options: SchemaKeeperOptions) {
    this.#options = options;
    options.clickhouse.onFault((fault) => {
      if (fault instanceof StoreIncomplete) this.doubt();
    });
  }

  /**
   * The first time. Throws StoreUnusable for a store that needs a person first; one that is away
   * holds nobody up, and is prepared as soon as it answers.
   */
  async start(): Promise<void> {
    try {
      await this.ready();
    } catch (error) {
      if (error instanceof StoreUnusable || this.#options.clickhouse.embedded) throw error;
    }
  }

  async ready(): Promise<string> {
    return this.#id ?? (await this.#prepare());
  }

  doubt(): void {
    if (this.#id === undefined) return;
    this.#id = undefined;
    this.#next(0);
  }

  onReplaced(listener: () => void): void {
    this.#replaced.push(listener);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
  }

  #prepare(): Promise<string> {
    this.#running ??= this.#make().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #make(): Promise<string> {
    const { clickhouse, retentionDays, log, onStore } = this.#options;
    try {
      const id = await migrate(clickhouse, retentionDays);
      const before = this.#last;
      if (before !== id) await onStore?.(id);
      this.#last = id;
      this.#id = id;
      if (before !== undefined && before !== id) {
        log.warn({ before, store: id }, 'the telemetry store is another one');
        for (const listener of this.#replaced) listener();
      }
      if (this.#said !== '') log.info('the telemetry store is ready');
      this.#said = '';
      this.#next(CHECK_SCHEMA_EVERY_MS);
      return id;
    } catch (error) {
      this.#next(TRY_AGAIN_MS);
      const explained = explainRefusal(error, clickhouse.place);
      this.#say(sayRefusal(explained));
      throw explained;
    }
  }

  /** Once for each reason, not at every attempt. */
  #say(why: string): void {
    if (this.#said === why) return;
    this.#said = why;
    this.#options.log.error(`the telemetry store is not ready, trying again: ${why}`);
  }

  #next(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#look().catch(() => undefined), afterMs);
  }

  async #look(): Promise<void> {
    if (this.#id !== undefined && (await this.#isWhole(this.#id)))
      return this.#next(CHECK_SCHEMA_EVERY_MS);
    this.#id = undefined;
    await this.#prepare();
  }

  async #isWhole(id: string): Promise<boolean> {
    const { clickhouse } = this.#options;
    try {
      this.#files ??= await schemaFiles();
      const state = await inspectSchema(clickhouse, this.#files);
      return state.id === id && state.pending.length === 0;
    } catch {
      return false;
    }
  }
}
