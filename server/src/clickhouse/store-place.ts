/** Database of our tables where nobody names one. */
const OWN_DATABASE = 'request_desk';

const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

/** Databases that every server has and that hold no tables of others. */
const THE_SERVERS = /^(system|information_schema)$/i;

/** Where the tables are. */
export interface StorePlace {
  /** The server's address without a database; absent for the embedded engine. */
  readonly url: string | undefined;
  readonly database: string;
  /** False where `database` is only the default: then tables that are ours already may be elsewhere. */
  readonly named: boolean;
}

/** Where the store is: a server by URL, or a directory for the embedded engine. */
export interface ClickHouseOptions {
  readonly url?: string | undefined;
  /** Database of our tables, unless the URL names it. */
  readonly database?: string | undefined;
  /** Cluster in which tables are replicated and distributed; servers only. */
  readonly cluster?: string | undefined;
  /** Reads look on every shard, also for what one should have. */
  readonly askAllShards?: boolean | undefined;
  readonly path: string;
}

/** Thrown for an address or a name that cannot be meant; the message is one line that says what to set. */
export class PlaceFault extends Error {}

/**
 * The database is named by the URL's path, by its `?database=`, or by CLICKHOUSE_DATABASE
 * (`database`); those that are given have to agree. Throws PlaceFault.
 */
export function storePlace(url: string | undefined, database: string | undefined): StorePlace {
  const parsed = url === undefined ? undefined : new URL(url);
  const names = new Map<string, string>();
  if (parsed) {
    const [pathname] = [parsed.pathname, parsed.username, parsed.password].map(decoded);
    const path = (pathname ?? '').replace(/^\/|\/$/g, '');
    if (path !== '') names.set('the path of CLICKHOUSE_URL', path);
    for (const [key, value] of parsed.searchParams) {
      if (key !== 'database')
        throw new PlaceFault(`CLICKHOUSE_URL: only ?database= is known, not ${key}`);
      if (value !== '') names.set('?database= of CLICKHOUSE_URL', value);
    }
    parsed.pathname = '/';
    parsed.search = parsed.hash = '';
  }
  if (database) names.set('CLICKHOUSE_DATABASE', database);
  for (const [where, name] of names) {
    if (!NAME.test(name))
      throw new PlaceFault(`${where} must be a database's name of letters, digits, _ and -`);
    if (THE_SERVERS.test(name))
      throw new PlaceFault(`${where} names ${name}, which is the server's own: name another one`);
  }
  if (new Set(names.values()).size > 1) {
    const said = [...names].map(([where, name]) => `${where} says ${name}`).join(', ');
    throw new PlaceFault(`the ClickHouse database is named twice: ${said}; keep one`);
  }
  const [named] = names.values();
  return { url: parsed?.href, database: named ?? OWN_DATABASE, named: named !== undefined };
}

/** The variables that say where the store is. */
interface PlaceVariables {
  readonly CLICKHOUSE_URL?: string | undefined;
  readonly CLICKHOUSE_DATABASE?: string | undefined;
  readonly CLICKHOUSE_CLUSTER?: string | undefined;
  readonly CLICKHOUSE_ASK_ALL_SHARDS: boolean;
}

/** What is wrong with them, one line each. */
export function placeFaults(v: PlaceVariables): string[] {
  if (v.CLICKHOUSE_CLUSTER && !v.CLICKHOUSE_URL) return ['CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL'];
  if (v.CLICKHOUSE_ASK_ALL_SHARDS && !v.CLICKHOUSE_CLUSTER)
    return ['CLICKHOUSE_ASK_ALL_SHARDS needs CLICKHOUSE_CLUSTER'];
  try {
    storePlace(v.CLICKHOUSE_URL, v.CLICKHOUSE_DATABASE);
    return [];
  } catch (error) {
    if (error instanceof PlaceFault) return [error.message];
    throw error;
  }
}

/** Part of a URL; its text may hold a password, so it is not repeated. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PlaceFault('CLICKHOUSE_URL holds a % that begins no %XX: write %25 for it');
  }
}
