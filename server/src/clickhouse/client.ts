import { MINUTE_MS } from '@request-desk/shared/durations';
import { systemCode } from '@request-desk/shared/system-code';
import type { z } from 'zod';
import { type AnswerTimeouts, answerTimeouts, withAnswerTimeouts } from './answer-timeouts.ts';
import type { Connections, Pool } from './connections.ts';
import { openEmbedded, whyNotOpened } from './embedded-pool.ts';
import { inlineParams } from './inline-params.ts';
import { postInsert } from './post-insert.ts';
import { readRows, received } from './read-rows.ts';
import { ServerPool } from './server-pool.ts';
import { settingsFor } from './settings.ts';
import { faultOf, StoreUnavailable } from './store-fault.ts';
import { type ClickHouseOptions, type StorePlace, storePlace } from './store-place.ts';

type Params = Readonly<Record<string, unknown>>;
type Settings = Readonly<Record<string, string | number>>;

/** The telemetry store, embedded or by URL: the same SQL either way. */
export interface ClickHouse {
  /** True when the engine runs in this process and reads local files. */
  readonly embedded: boolean;
  /** Name of the cluster that holds the tables, if there is one. */
  readonly cluster: string | undefined;
  /** The database that statements work in. */
  readonly database: string;
  /**
   * Grows with each statement that may write, when it begins and when it ends: while it stays, nothing was
   * written. Absent where others may write as well.
   */
  readonly written?: number | undefined;
  /** The same store for what may take long: nothing else waits for it. */
  readonly bulk?: ClickHouse;
  /** The same store for what somebody waits for: one that hangs is noticed within 2.5 s. */
  readonly prompt?: ClickHouse;
  /**
   * Runs one SELECT with bound parameters (`{name: Type}`) and parses each row with `row`.
   * Throws StoreUnavailable when the store is away or hangs (within 6 s), and of these StoreRefused
   * when it answers with an error.
   */
  query<T>(sql: string, params: Params, row: z.ZodType<T>): Promise<T[]>;
  /** Runs one statement that returns no rows, for `longestMs` at most; errors as for `query`. */
  command(sql: string, params?: Params, settings?: Settings, longestMs?: number): Promise<void>;
  /** Runs `INSERT … FORMAT …` with the file at `path` as its data; servers only. */
  insertFile(sql: string, path: string, settings: Settings): Promise<void>;
  close(): Promise<void>;
}

/** What keeps the schema of a store needs more of it than what asks it. */
export interface OpenedStore extends ClickHouse {
  /** Where the tables are to be. */
  readonly place: StorePlace;
  /** For what is asked before our database exists: every table is named with its database. */
  readonly server: Pick<ClickHouse, 'query' | 'command'>;
  /** Works in `database`, which exists, from now on. */
  use(database: string): Promise<void>;
  /** Calls `listener` with each fault of a statement, before it is thrown. */
  onFault(listener: (fault: StoreUnavailable) => void): void;
}

/** Opens the store. Throws StoreUnavailable when the embedded directory cannot be used. */
export async function openClickHouse(options: ClickHouseOptions): Promise<OpenedStore> {
  const { cluster, path } = options;
  const place = storePlace(options.url, options.database);
  const pool = place.url
    ? new ServerPool(place.url, settingsFor(cluster, options.askAllShards), place.database)
    : await openEmbedded(path, place.database).catch((cause: unknown) => {
        throw new StoreUnavailable(whyNotOpened(path, cause), { cause });
      });
  const shared = {
    pool,
    place,
    cluster,
    listeners: new Set<(fault: StoreUnavailable) => void>(),
    written: 0,
  };
  const ours = (pool: Pool) => pool.ours;
  const bulk = new Store(shared, ({ ours }) => ({ ...ours, read: ours.bulk }));
  const prompt = new Store(shared, ours, answerTimeouts.prompt);
  const server = new Store(shared, ({ server }) => server);
  return Object.assign(new Store(shared, ours), { bulk, prompt, server });
}

/** What the stores for several kinds of work have in common. */
interface Shared {
  readonly pool: Pool;
  readonly place: StorePlace;
  readonly cluster: string | undefined;
  readonly listeners: Set<(fault: StoreUnavailable) => void>;
  written: number;
}

class Store implements Omit<OpenedStore, 'server'> {
  readonly embedded: boolean;
  readonly cluster: string | undefined;
  readonly place: StorePlace;
  readonly #shared: Shared;
  readonly #connections: (pool: Pool) => Connections;
  readonly #timeouts: AnswerTimeouts;

  constructor(
    shared: Shared,
    connections: (pool: Pool) => Connections,
    wait: AnswerTimeouts = answerTimeouts.query,
  ) {
    this.#shared = shared;
    this.#connections = connections;
    this.#timeouts = wait;
    this.cluster = shared.cluster;
    this.place = shared.place;
    this.embedded = shared.place.url === undefined;
  }

  get database(): string {
    return this.#shared.pool.database;
  }

  get written(): number | undefined {
    return this.embedded ? this.#shared.written : undefined;
  }

  use(database: string): Promise<void> {
    return this.#withStoreErrors(() => this.#shared.pool.use(database));
  }

  onFault(listener: (fault: StoreUnavailable) => void): void {
    this.#shared.listeners.add(listener);
  }

  async query<T>(sql: string, params: Params, row: z.ZodType<T>): Promise<T[]> {
    const statement = this.#prepared(sql, params);
    const asked = {
      query: statement.sql,
      query_params: statement.params,
      format: 'JSONEachRow',
      clickhouse_settings: this.#shared.pool.readSettings,
    } as const;
    const { read } = this.#connections(this.#shared.pool);
    const result = await this.#withStoreErrors(() =>
      read.run((client) =>
        this.#answered(this.#timeouts, async (signal) =>
          received(await client.query({ ...asked, ...signal })),
        ),
      ),
    );
    return await readRows(result, row).catch((error: unknown) => {
      throw error instanceof SyntaxError ? this.#fault(Number.NaN, 'cut off', error) : error;
    });
  }

  async command(
    sql: string,
    params: Params = {},
    settings: Settings = {},
    longestMs = 2 * MINUTE_MS,
  ): Promise<void> {
    const statement = this.#prepared(sql, params);
    const { write } = this.#connections(this.#shared.pool);
    this.#shared.written++;
    await this.#withStoreErrors(() =>
      this.#answered({ ...answerTimeouts.query, longestMs }, (signal) =>
        write.command({
          query: statement.sql,
          query_params: statement.params,
          clickhouse_settings: {
            // Said each time: the embedded engine keeps what an earlier statement had set.
            max_execution_time: 0,
            ...(this.embedded ? { max_threads: 1 } : {}),
            ...settings,
            wait_end_of_query: 1,
          },
          ...signal,
        }),
      ),
    ).finally(() => this.#shared.written++);
  }

  #prepared(sql: string, params: Params) {
    const whole = this.embedded ? inlineParams(sql, params) : { sql, params };
    return { sql: whole.sql, params: { ...whole.params } };
  }

  async insertFile(sql: string, path: string, settings: Settings): Promise<void> {
    const { url } = this.place;
    if (url === undefined) throw new TypeError('insertFile needs a server');
    const { database } = this;
    const search = { ...settingsFor(this.cluster), ...settings, database, query: sql };
    const refusal = await this.#withStoreErrors(() =>
      this.#answered(answerTimeouts.insert, ({ abort_signal }) =>
        postInsert(
          url,
          search,
          path,
          abort_signal ?? AbortSignal.timeout(answerTimeouts.insert.longestMs),
        ),
      ),
    );
    if (refusal) throw this.#fault(refusal.code, refusal.message, undefined);
  }

  close(): Promise<void> {
    return this.#shared.pool.close();
  }

  /** An engine in this process cannot hang by itself; a server is watched. */
  #answered<T>(
    wait: AnswerTimeouts,
    work: (signal: { readonly abort_signal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { url } = this.place;
    if (url === undefined) return work({});
    return withAnswerTimeouts(url, wait, (abort_signal) => work({ abort_signal }));
  }

  /** Runs `work` and distinguishes an absent store from one that refused the statement. */
  async #withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // By shape: the embedded connection brings a class of its own for the same error.
      const code = Number(systemCode(error));
      throw this.#fault(code, error instanceof Error ? error.message : '', error);
    }
  }

  #fault(code: number, message: string, cause: unknown): StoreUnavailable {
    const fault = faultOf(code, message, cause);
    for (const listener of this.#shared.listeners) listener(fault);
    return fault;
  }
}
