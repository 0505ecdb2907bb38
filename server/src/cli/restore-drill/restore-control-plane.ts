import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Database } from '../../database/database.ts';
import { openDatabase } from '../../database/open-database.ts';
import { DrillFault } from './drill.ts';
import { newestBackup } from './newest-backup.ts';

interface ControlPlaneBackup {
  /** A dump (`pg_dump --format=custom`), a copy of DATA_DIR/postgres, or a directory with some of them. */
  readonly backup: string;
  readonly databaseUrl: string | undefined;
  /** Name of the database that is made. */
  readonly scratch: string;
}

const DUMP = { what: 'dump', isOne: (path: string) => statSync(path).isFile() };
const DIRECTORY = {
  what: 'copy of DATA_DIR/postgres',
  isOne: (path: string) => existsSync(join(path, 'PG_VERSION')),
  name: 'postgres',
};
const CONNECT_MS = 5_000;

/** Restores a backup beside what is there; `stack` takes it away again. Returns it, and what it is of. */
export async function restoreControlPlane(
  { backup, databaseUrl, scratch }: ControlPlaneBackup,
  stack: AsyncDisposableStack,
): Promise<{ database: Database; from: string }> {
  if (databaseUrl === undefined) {
    const from = newestBackup(backup, DIRECTORY);
    const path = mkdtempSync(join(tmpdir(), 'request-desk-drill-'));
    stack.defer(() => rmSync(path, { recursive: true, force: true }));
    cpSync(from, path, { recursive: true });
    return { database: await opened({ path }, stack), from };
  }
  const from = newestBackup(backup, DUMP);
  await onServer(databaseUrl, `create database ${scratch}`);
  stack.defer(() => onServer(databaseUrl, `drop database if exists ${scratch} with (force)`));
  const place = new URL(databaseUrl);
  place.pathname = `/${scratch}`;
  const url = place.href;
  const password = decodeURIComponent(place.password);
  place.password = '';
  await pgRestore(from, place.href, password);
  return { database: await opened({ url, path: '' }, stack), from };
}

async function opened(
  options: Parameters<typeof openDatabase>[0],
  stack: AsyncDisposableStack,
): Promise<Database> {
  const database = await openDatabase(options);
  stack.defer(() => database.close());
  return database;
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The password is for nobody who lists processes. */
async function pgRestore(file: string, url: string, password: string): Promise<void> {
  const args = ['--exit-on-error', '--no-owner', '--no-privileges', '--dbname', url, file];
  const env = password === '' ? process.env : { ...process.env, PGPASSWORD: password };
  try {
    await promisify(execFile)('pg_restore', args, { env });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new DrillFault(said === '' ? `pg_restore cannot be run: ${error}` : said);
  }
}
