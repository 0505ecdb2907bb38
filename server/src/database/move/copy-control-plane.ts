import { sql } from 'drizzle-orm';
import pg from 'pg';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { DatabaseError } from '../database.ts';
import { readIdentity } from '../identity.ts';
import { openPostgres } from '../open-postgres.ts';

/** Rows that are read and written at once. */
const PAGE_ROWS = 500;
/** A trigger keeps anybody from changing its rows: they are added, and compared. */
const APPEND_ONLY = new Set(['audit_entries']);

const CONNECT_MS = 5_000;

interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

const result = z.object({ rows: z.array(z.unknown()) });

type Ask = (text: string) => Promise<unknown[]>;

/**
 * Copies the embedded control plane to the Postgres server at `url`, in one transaction, and compares every
 * row there; a table that is equal is left alone. While it is
 * used (not "settled"), rows may be missing: copy it again when nothing is written any more. Throws DatabaseError where the
 * server holds another control plane, or rows differ in the end.
 */
export async function copyControlPlane(
  source: Database,
  url: string,
  { settled }: { readonly settled: boolean },
): Promise<CopiedTable[]> {
  await (await openPostgres(url)).close();
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'request-desk',
  });
  client.on('error', () => undefined);
  const from: Ask = async (text) => result.parse(await source.orm.execute(sql.raw(text))).rows;
  try {
    await client.connect();
    const to: Ask = async (text) => (await client.query(text)).rows;
    await sameForms(from, to);
    const tables = await tablesInOrder(from);
    await refuseOthers(client, source.identity, tables, to);
    const open = await unequal(tables, from, to);
    await client.query('begin');
    for (const table of [...open].reverse())
      if (!APPEND_ONLY.has(table)) await client.query(`delete from "${table}"`);
    const copied: CopiedTable[] = [];
    for (const table of open) copied.push({ table, rows: await copyTable(client, table, from) });
    await client.query('commit');
    const left = settled ? await unequal(tables, from, to) : [];
    if (left.length > 0)
      throw new DatabaseError(`rows of ${left.join(', ')} differ after they were copied`);
    return copied;
  } catch (error) {
    // A row that refers to one which came after its table was read.
    if (!settled && error instanceof pg.DatabaseError && error.code === '23503') return [];
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const named = z.array(z.object({ name: z.string() }));
const linked = z.array(z.object({ child: z.string(), parent: z.string() }));

/** Tables, those that others refer to first. */
async function tablesInOrder(ask: Ask): Promise<string[]> {
  const tables = named.parse(
    await ask(`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`),
  );
  const links = linked.parse(
    await ask(`select c.relname as child, p.relname as parent from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
      where k.contype = 'f' and k.conrelid <> k.confrelid`),
  );
  const ordered: string[] = [];
  const place = (table: string) => {
    if (ordered.includes(table)) return;
    for (const { child, parent } of links) if (child === table) place(parent);
    ordered.push(table);
  };
  for (const { name } of tables) place(name);
  return ordered;
}

/** Texts of values have to be alike before their sums can be compared. */
async function sameForms(from: Ask, to: Ask): Promise<void> {
  for (const setting of [
    'timezone',
    'datestyle',
    'intervalstyle',
    'extra_float_digits',
    'bytea_output',
  ]) {
    const [row] = named.parse(await from(`select current_setting('${setting}') as name`));
    await to(`select set_config('${setting}', '${row?.name ?? ''}', false)`);
  }
}

/** A control plane that somebody uses is not overwritten. */
async function refuseOthers(
  client: pg.Client,
  identity: string,
  tables: readonly string[],
  to: Ask,
): Promise<void> {
  if ((await readIdentity(client)) === identity) return;
  for (const table of tables) {
    if (table === 'server_secrets') continue;
    const found = await to(`select 1 from "${table}" limit 1`);
    if (found.length > 0)
      throw new DatabaseError(
        `the Postgres database holds another control plane (rows in ${table}): name an empty one`,
      );
  }
}

const summed = z.array(z.object({ rows: z.string(), sum: z.string() }));

/** Tables that differ in any row, with those that refer to them: their rows go before the others do. */
async function unequal(tables: readonly string[], from: Ask, to: Ask): Promise<string[]> {
  const open: string[] = [];
  for (const table of tables) {
    const text = `select count(*)::text as rows, coalesce(md5(string_agg(h, '' order by h)), '') as sum
      from (select md5(t::text) as h from "${table}" t) s`;
    const [[mine], [theirs]] = [summed.parse(await from(text)), summed.parse(await to(text))];
    if (mine?.rows !== theirs?.rows || mine?.sum !== theirs?.sum) open.push(table);
  }
  if (open.length === 0) return [];
  const links = linked.parse(
    await from(`select c.relname as child, p.relname as parent from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid where k.contype = 'f'`),
  );
  const touched = new Set(open);
  for (let size = 0; size < touched.size; ) {
    size = touched.size;
    for (const { child, parent } of links) if (touched.has(parent)) touched.add(child);
  }
  return tables.filter((table) => touched.has(table));
}

const page = z.array(z.object({ rows: z.string().nullable(), last: z.string().nullable() }));

async function copyTable(client: pg.Client, table: string, from: Ask): Promise<number> {
  let [last, copied] = ['(0,0)', 0];
  for (;;) {
    const [found] = page.parse(
      await from(`select json_agg(row_to_json(t))::text as rows, max(copied_place)::text as last from (
        select ctid as copied_place, x.* from "${table}" x where ctid > '${last}'::tid order by ctid limit ${PAGE_ROWS}) t`),
    );
    if (found?.rows == null || found.last === null) break;
    const { rowCount } = await client.query(
      `insert into "${table}" overriding system value
       select * from json_populate_recordset(null::"${table}", $1) on conflict do nothing`,
      [found.rows],
    );
    copied += rowCount ?? 0;
    last = found.last;
  }
  await followSequences(client, table);
  return copied;
}

/** The next number of a column that counts by itself is beyond those that were copied. */
async function followSequences(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string; sequence: string }>(
    `select column_name as name, pg_get_serial_sequence($1, column_name) as sequence
     from information_schema.columns where table_schema = 'public' and table_name = $2
       and pg_get_serial_sequence($1, column_name) is not null`,
    [`"${table}"`, table],
  );
  for (const { name, sequence } of rows)
    await client.query(
      `select setval($1::regclass, coalesce((select max("${name}") from "${table}"), 0) + 1, false)`,
      [sequence],
    );
}
