import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  createClient,
} from '@clickhouse/client';
import type { z } from 'zod';
import { type Connections, Idlest, sameFor } from './connections.ts';
import { inlineParams } from './inline-params.ts';

/** Thrown when the store cannot answer at all; an outage is never shown as "not found". */
export class StoreUnavailable extends Error {}

/**
 * ClickHouse's numbers for "not now": timeouts, limits, lost connections, a missing keeper or disk
 * space (src/Common/ErrorCodes.cpp). Asking again later may succeed, so they are outages.
 */
const NOT_NOW = new Set([159, 160, 201, 202, 209, 210, 236, 241, 242, 243, 279, 319, 394, 999]);

/** Thrown when the store answered with an error; `code` is ClickHouse's number for it. */
export class StoreRefused extends Error {
  readonly code: number;
  constructor(code: number, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Days, buckets and rendered times are UTC wherever the engine runs. */
const SETTINGS = { session_timezone: 'UTC' } as const;

/** An insert is done when every shard has its rows; subqueries see the rows of all shards. */
const CLUSTER_SETTINGS = {
  distributed_foreground_insert: 1,
  distributed_product_mode: 'global',
} as const;

/** Every fault is thrown, and whoever catches it says so in our own log. */
const QUIET = { level: ClickHouseLogLevel.OFF };

/** Longer than any query of ours should take; the console shows an outage then. */
const QUERY_SECONDS = 20;

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;
type Params = Readonly<Record<string, unknown>>;
type Settings = Readonly<Record<string, string | number>>;

/** The telemetry store, embedded or by URL: the same SQL either way. */
export interface ClickHouse {
  /** True when the engine runs in this process and reads local files. */
  readonly embedded: boolean;
  /** Name of the cluster that holds the tables, if there is one. */
  readonly cluster: string | undefined;
  /** The same store for what may take long: nothing else waits for it. */
  readonly bulk?: ClickHouse;
  /**
   * Runs one SELECT with bound parameters (`{name: Type}`) and parses each row with `row`.
   * Throws StoreUnavailable when the store is away, StoreRefused when it answers with an error.
   */
  query<T>(sql: string, params: Params, row: z.ZodType<T>): Promise<T[]>;
  /** Runs one statement that returns no rows; errors as for `query`. */
  command(sql: string, params?: Params, settings?: Settings): Promise<void>;
  /** Runs `INSERT … FORMAT …` with `body` as its data; servers only. */
  insertRaw(sql: string, body: Uint8Array, settings: Settings): Promise<void>;
  close(): Promise<void>;
}

/** Where the store is: a server by URL, or a directory for the embedded engine. */
export interface ClickHouseOptions {
  readonly url?: string | undefined;
  /** Cluster in which tables are replicated and distributed; servers only. */
  readonly cluster?: string | undefined;
  readonly path: string;
}

/** Opens the store. Throws StoreUnavailable when the embedded directory cannot be used. */
export async function openClickHouse(options: ClickHouseOptions): Promise<ClickHouse> {
  const { url, cluster, path } = options;
  return new Store(url ? sameFor(byUrl(url, cluster)) : await embedded(path), url, cluster);
}

function byUrl(url: string, cluster: string | undefined): ClickHouseClient {
  return createClient({
    url,
    request_timeout: 30_000,
    max_open_connections: 20,
    log: QUIET,
    clickhouse_settings: { ...SETTINGS, ...(cluster ? CLUSTER_SETTINGS : {}) },
  });
}

async function embedded(path: string): Promise<Connections> {
  // Imported here because the engine's library exists for Linux x64 only.
  const { createChdbConnection } = await import('chdb/connection');
  try {
    const connect = () => {
      // The same connection interface, typed by another copy of the client's common package.
      const connection = createChdbConnection({ path }) as unknown as Connection;
      return createClient({ connection, clickhouse_settings: SETTINGS, log: QUIET });
    };
    const first = connect();
    await first.query({ query: 'SELECT 1', format: 'JSONEachRow' });
    const read = new Idlest([first, connect()]);
    return { read, bulk: new Idlest([connect()]), write: connect() };
  } catch (error) {
    throw new StoreUnavailable(
      `the telemetry store in ${path} cannot be opened: another process may use it, or it is ` +
        'damaged; stop the other process, or move the directory away to start empty',
      { cause: error },
    );
  }
}

class Store implements ClickHouse {
  readonly embedded: boolean;
  readonly cluster: string | undefined;
  readonly bulk: ClickHouse;
  readonly #connections: Connections;
  readonly #url: string | undefined;

  constructor(
    connections: Connections,
    url: string | undefined,
    cluster: string | undefined,
    bulk = false,
  ) {
    this.cluster = cluster;
    this.bulk = bulk
      ? this
      : new Store({ ...connections, read: connections.bulk }, url, cluster, true);
    this.#connections = connections;
    this.#url = url;
    this.embedded = url === undefined;
  }

  async query<T>(sql: string, params: Params, row: z.ZodType<T>): Promise<T[]> {
    const statement = this.#prepared(sql, params);
    const asked = {
      query: statement.sql,
      query_params: statement.params,
      format: 'JSONEachRow',
      clickhouse_settings: {
        output_format_json_quote_64bit_integers: 0,
        output_format_json_quote_denormals: 0,
        max_execution_time: QUERY_SECONDS,
        // Beside FINAL, too: the engine moves conditions on key columns alone, which is safe.
        optimize_move_to_prewhere_if_final: 1,
        // One thread keeps the event loop's tail short beside an engine in the same process.
        ...(this.embedded ? { max_threads: 1 } : {}),
      },
    } as const;
    const rows = await told(() =>
      this.#connections.read.run(async (client) => (await client.query(asked)).json<unknown>()),
    );
    return rows.map((value) => row.parse(value));
  }

  async command(sql: string, params: Params = {}, settings: Settings = {}): Promise<void> {
    const statement = this.#prepared(sql, params);
    await told(() =>
      this.#connections.write.command({
        query: statement.sql,
        query_params: statement.params,
        clickhouse_settings: {
          // Said each time: the embedded engine keeps what an earlier statement had set.
          max_execution_time: 0,
          ...(this.embedded ? { max_threads: 1 } : {}),
          ...settings,
          wait_end_of_query: 1,
        },
      }),
    );
  }

  #prepared(sql: string, params: Params) {
    const whole = this.embedded ? inlineParams(sql, params) : { sql, params };
    return { sql: whole.sql, params: { ...whole.params } };
  }

  async insertRaw(sql: string, body: Uint8Array, settings: Settings): Promise<void> {
    if (this.#url === undefined) throw new TypeError('insertRaw needs a server');
    const target = new URL(this.#url);
    const authorization = basicAuth(target);
    target.username = target.password = '';
    target.searchParams.set('query', sql);
    const shared = this.cluster ? { ...SETTINGS, ...CLUSTER_SETTINGS } : SETTINGS;
    for (const [name, value] of Object.entries({ ...shared, ...settings })) {
      target.searchParams.set(name, String(value));
    }
    const response = await fetch(target, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: authorization,
      signal: AbortSignal.timeout(60_000),
    }).catch((error: unknown) => {
      throw new StoreUnavailable('the telemetry store did not answer', { cause: error });
    });
    if (response.ok) return void (await response.arrayBuffer());
    const code = Number(response.headers.get('x-clickhouse-exception-code') ?? 0);
    const message = await response.text().catch(() => '');
    throw faultOf(code, message.slice(0, 2000), undefined);
  }

  async close(): Promise<void> {
    const { write, read, bulk } = this.#connections;
    for (const client of new Set([write, ...read.clients, ...bulk.clients])) await client.close();
  }
}

function basicAuth(url: URL): Record<string, string> {
  if (!url.username) return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Runs `work` and tells an absent store from one that refused the statement. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // By shape: the embedded connection brings a class of its own for the same error.
    const code = error instanceof Error && 'code' in error ? Number(error.code) : Number.NaN;
    throw faultOf(code, error instanceof Error ? error.message : '', error);
  }
}

function faultOf(code: number, message: string, cause: unknown): StoreRefused | StoreUnavailable {
  if (code > 0 && !NOT_NOW.has(code)) return new StoreRefused(code, message, cause);
  return new StoreUnavailable('the telemetry store did not answer', { cause: cause ?? message });
}
