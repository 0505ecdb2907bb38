import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  createClient,
} from '@clickhouse/client';
import { type Connections, Idlest, type Pool } from './connections.ts';
import { QUIET, settingsFor } from './settings.ts';

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/**
 * Opens the engine in this process on the directory `path`, in `database` where it exists already.
 * Throws whatever the engine says about a directory that it cannot use.
 */
export async function openEmbedded(path: string, database: string): Promise<Pool> {
  // Imported here because the engine's library exists for Linux x64 only.
  const { createChdbConnection } = await import('chdb/connection');
  const connect = () => {
    // The same connection interface, typed by another copy of the client's common package.
    const connection = createChdbConnection({ path }) as unknown as Connection;
    return createClient({ connection, clickhouse_settings: settingsFor(undefined), log: QUIET });
  };
  const first = connect();
  const asked = await first.query({ query: 'SHOW DATABASES', format: 'JSONEachRow' });
  const databases = await asked.json<{ name: string }>();
  const pool = new EmbeddedPool(first, [connect(), connect(), connect()]);
  if (databases.some(({ name }) => name === database)) await pool.use(database);
  return pool;
}

class EmbeddedPool implements Pool {
  readonly ours: Connections;
  readonly #clients: readonly ClickHouseClient[];
  database = 'default';

  constructor(
    first: ClickHouseClient,
    more: readonly [ClickHouseClient, ClickHouseClient, ClickHouseClient],
  ) {
    const [second, bulk, write] = more;
    this.#clients = [first, ...more];
    this.ours = { read: new Idlest([first, second]), bulk: new Idlest([bulk]), write };
  }

  get server(): Connections {
    return this.ours;
  }

  async use(database: string): Promise<void> {
    for (const client of this.#clients) await client.command({ query: `USE \`${database}\`` });
    this.database = database;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
  }
}
