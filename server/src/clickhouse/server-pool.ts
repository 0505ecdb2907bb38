import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { HOUR_MS } from '@request-desk/shared/durations';
import type { Askable, Connections, Pool } from './connections.ts';
import { NO_LOG, readSettings, type settingsFor } from './settings.ts';

/** Who asks decides how long it waits (`stay`); this only bounds what nobody waits for. */
const LONGEST_MS = HOUR_MS;

/** Connections to a server by URL. It works on any number of statements at once. */
export class ServerPool implements Pool {
  readonly #url: string;
  readonly #settings: ReturnType<typeof settingsFor>;
  readonly #clients = new Map<string, ClickHouseClient>();
  readonly readSettings = readSettings(false);
  database: string;

  constructor(url: string, settings: ReturnType<typeof settingsFor>, database: string) {
    this.#url = url;
    this.#settings = settings;
    this.database = database;
  }

  get ours(): Connections {
    return this.#of(this.database);
  }

  get server(): Connections {
    return this.#of('');
  }

  #of(database: string): Connections {
    const client = this.#clients.get(database) ?? this.#open(database);
    const all: Askable = { run: (ask) => ask(client) };
    return { write: client, read: all, bulk: all };
  }

  #open(database: string): ClickHouseClient {
    const client = createClient({
      url: this.#url,
      ...(database === '' ? {} : { database }),
      request_timeout: LONGEST_MS,
      max_open_connections: 20,
      keep_alive: { enabled: true },
      log: NO_LOG,
      clickhouse_settings: this.#settings,
    });
    this.#clients.set(database, client);
    return client;
  }

  async use(database: string): Promise<void> {
    this.database = database;
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) await client.close();
  }
}
