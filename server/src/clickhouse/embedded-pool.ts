import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  createClient,
} from '@clickhouse/client';
import { systemCode } from '@request-desk/shared/system-code';
import { type Connections, LeastBusy, type Pool } from './connections.ts';
import { SerialConnection } from './serial-connection.ts';
import { NO_LOG, readSettings, SETTINGS } from './settings.ts';

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/**
 * Opens the engine in this process on the directory `path`, in `database` where it exists already.
 * Throws whatever the engine says about a directory that it cannot use.
 */
export async function openEmbedded(path: string, database: string): Promise<Pool> {
  // Imported here because the engine's library exists for Linux x64 only.
  const { createChdbConnection } = await import('chdb/connection');
  const connect = async (settings: Settings) => {
    // The same connection interface, typed by another copy of the client's common package.
    const connection = createChdbConnection({ path }) as unknown as Connection;
    const client = createClient({ connection, log: NO_LOG });
    await client.command({ query: `SET ${assigned({ ...SETTINGS, ...settings })}` });
    return client;
  };
  const reads = readSettings(true);
  const first = await connect(reads);
  const asked = await first.query({ query: 'SHOW DATABASES', format: 'JSONEachRow' });
  const databases = await asked.json<{ name: string }>();
  const pool = new EmbeddedPool(first, [
    await connect(reads),
    await connect(reads),
    await connect({}),
  ]);
  if (databases.some(({ name }) => name === database)) await pool.use(database);
  return pool;
}

/** Why the engine cannot be opened, and what to do: one line. */
export function whyNotOpened(path: string, cause: unknown): string {
  if (systemCode(cause) === 'ERR_MODULE_NOT_FOUND')
    return 'there is no embedded ClickHouse in this image: set CLICKHOUSE_URL';
  return (
    `the telemetry store in ${path} cannot be opened: another process may use it, or it is ` +
    'damaged; stop the other process, or move the directory away to start empty'
  );
}

type Settings = Readonly<Record<string, string | number>>;

/** Settings as one statement says them: each one by itself would be a statement of its own. */
function assigned(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value}'`}`)
    .join(', ');
}

class EmbeddedPool implements Pool {
  readonly ours: Connections;
  /** Its connections have them from the start, and keep them. */
  readonly readSettings = {};
  readonly #clients: readonly ClickHouseClient[];
  database = 'default';

  constructor(
    first: ClickHouseClient,
    more: readonly [ClickHouseClient, ClickHouseClient, ClickHouseClient],
  ) {
    const [second, bulk, write] = more;
    this.#clients = [first, ...more];
    this.ours = {
      read: new LeastBusy([new SerialConnection(first), new SerialConnection(second)]),
      bulk: new SerialConnection(bulk),
      write,
    };
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
