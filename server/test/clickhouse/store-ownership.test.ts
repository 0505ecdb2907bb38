import { hash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { COLLECTOR_TABLES } from '../../../testkit/engines/collector-tables.ts';
import { deliver, requestCounts, storeFormer } from '../../../testkit/engines/store-delivery.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { ForeignTables } from '../../src/clickhouse/schema/inspect-schema.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { SchemaKeeper } from '../../src/clickhouse/schema/schema-keeper.ts';
import { statementsOf } from '../../src/clickhouse/schema/schema-statements.ts';
import { storeId } from '../../src/clickhouse/schema/store-mark.ts';
import { StoreIncomplete } from '../../src/clickhouse/store-fault.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');
const FORMER_FILES = 10;
const log = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'desk-ownership-'));
const anyRow = z.record(z.string(), z.unknown());
const opened: OpenedStore[] = [];
let server: ClickHouseServer;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort());
}, 60_000);

afterAll(async () => {
  for (const store of opened) await store.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

async function open(options: { url?: string; database?: string; path?: string }) {
  const store = await openClickHouse({ path: '', ...options });
  opened.push(store);
  return store;
}

/** Works in `name` itself, as a person would who prepares something there. */
async function raw(name: string): Promise<OpenedStore> {
  const store = await open({ url: server.url, database: name });
  await store.server.command(`CREATE DATABASE IF NOT EXISTS \`${name}\``);
  return store;
}

async function emptied(): Promise<OpenedStore> {
  const store = await raw('default');
  for (const name of ['default', 'request_desk']) {
    await store.server.command(`DROP DATABASE IF EXISTS ${name}`);
  }
  await store.server.command('CREATE DATABASE default');
  return store;
}

/** What a release before the mark left in the database that `store` works in. */
async function makeFormer(store: OpenedStore): Promise<void> {
  await store.command(
    `CREATE TABLE schema_migrations (name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = ReplacingMergeTree ORDER BY name`,
  );
  for (const name of readdirSync(SCHEMA).sort().slice(0, FORMER_FILES)) {
    const sql = readFileSync(join(SCHEMA, name), 'utf8');
    for (const statement of statementsOf(sql, undefined)) await store.command(statement);
    const checksum = hash('sha256', sql);
    await store.command(`INSERT INTO schema_migrations (name, checksum)
      VALUES ('${name}', '${checksum}')`);
  }
}

describe('the database of the tables', () => {
  it.each([
    ['/spelled_by_path', undefined, 'spelled_by_path'],
    ['/?database=spelled_by_parameter', undefined, 'spelled_by_parameter'],
    ['/', 'spelled-by_variable', 'spelled-by_variable'],
    ['', undefined, 'request_desk'],
  ])('is made, delivered into and read from: %s %s', async (path, database, expected) => {
    const store = await open({ url: `${server.url}${path}`, ...(database ? { database } : {}) });
    const keeper = new SchemaKeeper({ clickhouse: store, retentionDays: 30, log });
    await keeper.start();
    await deliver(store, { directory, range: { from: 1, to: 11 }, gate: keeper });
    expect(await requestCounts(store)).toEqual([10, 10, 10]);
    expect(store.bulk && (await requestCounts(store.bulk))).toEqual([10, 10, 10]);
    expect(await requestCounts(store.server, `\`${expected}\`.`)).toEqual([10, 10, 10]);
    await keeper.stop();
  });

  it('is marked once, whichever process is first', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => open({ url: `${server.url}/at_once` })));
    const ids = await Promise.all(stores.map((store) => migrate(store, 30)));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    for (const store of stores) expect(await storeId(store)).toBe(ids[0]);
  });
});

describe('processes that prepare one store at the same time', () => {
  const definition = async (store: OpenedStore) => {
    const sql = `SELECT as_select FROM system.tables
      WHERE database = currentDatabase() AND name = 'api_requests_mv'`;
    const [one] = await store.query(sql, {}, z.object({ as_select: z.string() }));
    return one?.as_select.replaceAll(`${store.database}.`, '');
  };

  it('never go back to an older view, also when the slower one dies halfway', async () => {
    const alone = await open({ url: `${server.url}/alone` });
    await migrate(alone, 30);
    const [fast, slow] = [
      await open({ url: `${server.url}/race` }),
      await open({ url: `${server.url}/race` }),
    ];
    const run = slow.command.bind(slow);
    slow.command = async (sql, ...rest) => {
      const redefines = /^ALTER TABLE api_requests_mv\s+MODIFY QUERY/.test(sql);
      if (redefines) await migrate(fast, 30);
      await run(sql, ...rest);
      if (redefines) throw new Error('killed');
    };
    await expect(migrate(slow, 30)).rejects.toThrow('killed');
    expect(await definition(fast)).toBe(await definition(alone));
  });
});

describe('tables that are not ours', () => {
  async function contents(store: OpenedStore) {
    const sql = `SELECT create_table_query, total_rows FROM system.tables
      WHERE database = currentDatabase() ORDER BY name`;
    return await store.query(sql, {}, anyRow);
  }

  it('are refused in one line, and stay as they are', async () => {
    const theirs = await raw('theirs');
    for (const statement of COLLECTOR_TABLES) await theirs.command(statement);
    const before = await contents(theirs);
    const store = await open({ url: `${server.url}/theirs` });
    const thrown = await migrate(store, 1).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ForeignTables);
    expect(String(thrown)).toMatch(
      /^ForeignTables: .*theirs.*otel_.*CLICKHOUSE_DATABASE.*$|^Error: .*theirs.*otel_.*CLICKHOUSE_DATABASE.*$/,
    );
    expect(await contents(theirs)).toEqual(before);
  });

  it.each([
    ['view', 'CREATE VIEW otel_logs AS SELECT 1 AS a'],
    [
      'materialized view',
      'CREATE MATERIALIZED VIEW api_requests_mv ENGINE = Log AS SELECT a FROM own',
    ],
    [
      'dictionary',
      `CREATE DICTIONARY request_index (a UInt64) PRIMARY KEY a
       SOURCE(CLICKHOUSE(TABLE 'own')) LAYOUT(FLAT()) LIFETIME(0)`,
    ],
  ])('of which one is a %s with one of our names are refused as well', async (kind, statement) => {
    const database = `theirs_${kind.replaceAll(' ', '_')}`;
    const theirs = await raw(database);
    await theirs.command('CREATE TABLE own (a UInt64) ENGINE = MergeTree ORDER BY a');
    await theirs.command(statement);
    const before = await contents(theirs);
    const store = await open({ url: `${server.url}/${database}` });
    await expect(migrate(store, 1)).rejects.toBeInstanceOf(ForeignTables);
    expect(await contents(theirs)).toEqual(before);
  });

  it('in `default` are no reason for anything: ours are elsewhere', async () => {
    const theirs = await emptied();
    for (const statement of COLLECTOR_TABLES) await theirs.command(statement);
    const before = await contents(theirs);
    const store = await open({ url: server.url });
    await migrate(store, 1);
    expect(store.database).toBe('request_desk');
    expect(await contents(theirs)).toEqual(before);
  });

  it('are refused where one is what a later release makes a view of, and it stays as it is', async () => {
    const theirs = await raw('trace_times');
    await makeFormer(theirs);
    await theirs.command(
      `CREATE TABLE otel_traces_trace_id_ts (TraceId String, Start DateTime, End DateTime)
       ENGINE = MergeTree ORDER BY TraceId`,
    );
    const before = await contents(theirs);
    const store = await open({ url: `${server.url}/trace_times` });
    await expect(migrate(store, 1)).rejects.toThrow('otel_traces_trace_id_ts is no View');
    expect(await contents(theirs)).toEqual(before);
  });

  it.each([
    [
      'another sorting key',
      'ALTER TABLE request_index MODIFY ORDER BY (id, day, code2)',
      'ordered by',
    ],
    ['a column more', 'ALTER TABLE otel_logs ADD COLUMN theirs String', 'has a column theirs'],
    ['a column less', 'ALTER TABLE otel_logs DROP COLUMN ScopeVersion', 'no column ScopeVersion'],
    [
      'a type changed',
      'ALTER TABLE otel_logs MODIFY COLUMN Body LowCardinality(String)',
      'has Body as',
    ],
  ])('are refused where %s differs from the record', async (name, statement, says) => {
    const database = name.replaceAll(' ', '_');
    const theirs = await raw(database);
    await makeFormer(theirs);
    const whole = statement.replace('MODIFY ORDER BY', 'ADD COLUMN code2 UInt8, MODIFY ORDER BY');
    await theirs.command(whole);
    const before = await contents(theirs);
    const store = await open({ url: `${server.url}/${database}` });
    await expect(migrate(store, 1)).rejects.toThrow(says);
    expect(await contents(theirs)).toEqual(before);
  });
});

describe('tables of the release before the mark', () => {
  it('in `default` of a server are adopted where nobody names a database', async () => {
    const former = await emptied();
    await makeFormer(former);
    await storeFormer(former, { from: 1, to: 6 });
    const store = await open({ url: server.url });
    const id = await migrate(store, 30);
    expect(store.database).toBe('default');
    expect(await storeId(store)).toBe(id);
    expect(await requestCounts(store)).toEqual([5, 5, 5]);
    const again = await open({ url: server.url });
    expect(await migrate(again, 30)).toBe(id);
    expect(again.database).toBe('default');
    const named = await open({ url: server.url, database: 'request_desk' });
    expect(await migrate(named, 30)).not.toBe(id);
  });

  it.each([1, 4, 9])('are adopted after their first %i migrations, too', async (files) => {
    const former = await raw(`first_${files}`);
    await makeFormer(former);
    const names = readdirSync(SCHEMA).sort();
    for (const name of names.slice(files)) {
      await former.command(`DELETE FROM schema_migrations WHERE name = '${name}'`);
    }
    const store = await open({ url: `${server.url}/first_${files}` });
    expect(await migrate(store, 30)).toBeTruthy();
  });

  it('in a data directory are adopted', async () => {
    const path = join(directory, 'embedded');
    const former = await openClickHouse({ path });
    await makeFormer(former);
    expect(former.database).toBe('default');
    await storeFormer(former, { from: 1, to: 6 });
    await former.close();
    const store = await open({ path });
    await migrate(store, 30);
    expect(store.database).toBe('default');
    expect(await requestCounts(store)).toEqual([5, 5, 5]);
    await store.close();
    opened.pop();
    const fresh = await open({ path: join(directory, 'embedded-fresh') });
    await migrate(fresh, 30);
    expect(fresh.database).toBe('request_desk');
    await fresh.close();
    opened.pop();
  });
});

describe('a store that is emptied while it runs', () => {
  it('gets its tables again before the next delivery, and then everything', async () => {
    const store = await open({ url: `${server.url}/emptied` });
    const keeper = new SchemaKeeper({ clickhouse: store, retentionDays: 30, log });
    await keeper.start();
    const before = await keeper.ready();
    await deliver(store, { directory, range: { from: 1, to: 11 }, gate: keeper });
    await store.server.command('DROP DATABASE emptied');
    const refused = deliver(store, { directory, range: { from: 11, to: 21 }, gate: keeper });
    await expect(refused).rejects.toBeInstanceOf(StoreIncomplete);
    await deliver(store, { directory, range: { from: 11, to: 21 }, gate: keeper });
    expect(await requestCounts(store)).toEqual([10, 10, 10]);
    expect(await keeper.ready()).not.toBe(before);
    await keeper.stop();
  });

  it('takes nothing while another process makes its tables', async () => {
    const store = await open({ url: `${server.url}/halfway` });
    const keeper = new SchemaKeeper({ clickhouse: store, retentionDays: 30, log });
    await keeper.start();
    await keeper.ready();
    await store.server.command('DROP DATABASE halfway');
    // The other process: three of its files are applied, the views are not there yet.
    const half = join(directory, 'half');
    mkdirSync(half);
    for (const name of readdirSync(SCHEMA).sort().slice(0, 2)) {
      cpSync(join(SCHEMA, name), join(half, name));
    }
    writeFileSync(
      join(half, '003_fails.sql'),
      'ALTER TABLE otel_logs\n  ADD COLUMN More NoSuchType;\n',
    );
    const other = await open({ url: `${server.url}/halfway` });
    await expect(migrate(other, 30, half)).rejects.toThrow();
    const refused = deliver(store, { directory, range: { from: 1, to: 11 }, gate: keeper });
    await expect(refused).rejects.toBeInstanceOf(StoreIncomplete);
    const count = await store.query('SELECT count() AS n FROM otel_logs', {}, anyRow);
    expect(count).toEqual([{ n: 0 }]);
    await deliver(store, { directory, range: { from: 1, to: 11 }, gate: keeper });
    expect(await requestCounts(store)).toEqual([10, 10, 10]);
    await keeper.stop();
  });

  it('gets a dropped view again, with the rows that it has missed', async () => {
    const store = await open({ url: `${server.url}/viewless` });
    const keeper = new SchemaKeeper({ clickhouse: store, retentionDays: 30, log });
    await keeper.start();
    await deliver(store, { directory, range: { from: 1, to: 11 }, gate: keeper });
    await store.command('DROP VIEW request_index_mv');
    await store.command('DROP VIEW api_requests_mv');
    await deliver(store, { directory, range: { from: 11, to: 21 }, gate: keeper });
    await deliver(store, { directory, range: { from: 21, to: 26, former: true }, gate: keeper });
    expect(await requestCounts(store)).toEqual([25, 10, 10]);
    await migrate(store, 30);
    expect(await requestCounts(store)).toEqual([25, 25, 25]);
    await keeper.stop();
  });

  it('fills a view that a later release adds', async () => {
    const later = join(directory, 'later');
    cpSync(SCHEMA, later, { recursive: true });
    const store = await open({ url: `${server.url}/later` });
    await migrate(store, 30);
    await deliver(store, { directory, range: { from: 1, to: 11 } });
    writeFileSync(
      join(later, '900_codes.sql'),
      `-- cluster: beside its source
-- expires: by its own TTL
CREATE TABLE codes (id String, Code String, at DateTime DEFAULT now())
ENGINE = ReplacingMergeTree
ORDER BY id
TTL at + INTERVAL 1 DAY;
CREATE MATERIALIZED VIEW codes_mv TO codes AS
SELECT LogAttributes['request_desk.request.id'] AS id, LogAttributes['request_desk.error.code'] AS Code
FROM otel_logs
WHERE EventName = 'request_desk.request';
`,
    );
    await migrate(store, 30, later);
    await deliver(store, { directory, range: { from: 6, to: 16 } });
    const rows = await store.query(
      "SELECT count() AS n, countIf(Code = 'not_found') AS found FROM codes FINAL",
      {},
      anyRow,
    );
    expect(rows).toEqual([{ n: 15, found: 15 }]);
  });
});
