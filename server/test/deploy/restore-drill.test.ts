import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supportClient } from '../../../testkit/clients/support-client.ts';
import { type DeskProcess, SECRETS_KEY, startDesk } from '../../../testkit/desks/desk-process.ts';
import {
  type ClickHouseServer,
  freePort,
  startProcess,
} from '../../../testkit/engines/clickhouse-server.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { openSecretKeys } from '../../src/database/secrets/open-secret-keys.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/request-desk.ts');
const root = mkdtempSync(join(tmpdir(), 'desk-drill-'));
const WHOLE = 'This backup can be restored.\n';

/** The command as an operator runs it. */
async function drill(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'restore-drill', ...args], {
    env: { PATH: process.env.PATH, TMPDIR: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

/** Some failed calls; resolves when the desk knows the last of them. */
async function failures(desk: DeskProcess): Promise<string[]> {
  const support = supportClient(desk);
  const { id } = await support.createOrg('Fernhill Labs');
  const { secret } = await support.mintKey(id, ['meetings:read']);
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const url = `${desk.apiUrl}/public/v1/meetings/mtg_00000000000000000000`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${secret}` } });
    ids.push(answer.headers.get('x-request-id') ?? '');
  }
  await support.settled(ids.at(-1) ?? '');
  return ids;
}

/** Turns one byte in the middle of the largest data file of a table around. */
function damage(directory: string, within = ''): void {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes(within) && name.endsWith('.bin'))
    .map((name) => join(directory, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  const [file = ''] = files;
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  writeFileSync(file, bytes);
}

const leftovers = () => readdirSync(root).filter((name) => name.startsWith('request-desk-drill-'));

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(postgresMissing())('a restore drill on servers', () => {
  const backups = join(root, 'backups');
  const dumps = join(root, 'dumps');
  const dump = join(dumps, 'monday.dump');
  const hour = Math.floor(Date.now() / HOUR_MS - 5) * 3600;
  const place = (name: string) => `File('${join(backups, name)}')`;
  let server: ClickHouseServer;
  let postgres: PostgresServer;
  let env: Record<string, string>;
  let ids: string[];

  async function sql(statement: string): Promise<string> {
    const answer = await fetch(`${server.url}/?database=request_desk`, {
      method: 'POST',
      body: statement,
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(said);
    return said;
  }

  const count = (requests: number, version: number) =>
    sql(`INSERT INTO error_rates_1h (Bucket, Status, Route, Requests, Version)
      VALUES (toDateTime(${hour}), 200, '/a', ${requests}, ${version})`);
  const dumped = (url: string, file: string) =>
    execFileSync('pg_dump', ['--format=custom', `--file=${file}`, url]);

  async function scratchDatabases(): Promise<string[]> {
    const names = await sql("SELECT name FROM system.databases WHERE name LIKE '%drill%'");
    const rows = await postgres.query(
      "select datname from pg_database where datname like '%drill%'",
    );
    return [...names.split('\n').filter(Boolean), ...rows.map(({ datname }) => String(datname))];
  }

  beforeAll(async () => {
    const data = join(root, 'server');
    for (const directory of [backups, dumps, data]) mkdirSync(directory);
    const config = join(root, 'config.xml');
    writeFileSync(
      config,
      `<clickhouse><backups><allowed_path>${backups}/</allowed_path></backups></clickhouse>`,
    );
    server = await startProcess(data, await freePort(), 0, config);
    postgres = await startPostgres();
    const urls = { CLICKHOUSE_URL: server.url, DATABASE_URL: postgres.url() };
    env = { ...urls, SECRETS_KEY, DATA_DIR: join(root, 'data') };
    const desk = await startDesk({ dataDir: join(root, 'data'), env: urls });
    ids = await failures(desk);
    await desk.stop();
    // An hour whose counts are settled.
    await sql(`INSERT INTO api_requests (Timestamp, RequestId, Status, Route, ingested_at)
      SELECT toDateTime(${hour} + number), toString(number), 200, '/a', toDateTime(${hour} + number)
      FROM numbers(100)`);
    await count(100, 1);
    await sql(`BACKUP DATABASE request_desk TO ${place('monday')}`);
    dumped(postgres.url(), dump);
  }, 180_000);

  afterAll(async () => {
    await postgres.close();
    await server.kill();
  });

  it('restores the newest backup, checks it, and leaves nothing behind', async () => {
    const { code, out, err } = await drill(env, '--control-plane', dumps);
    expect(err).toBe('');
    expect(out).toContain(`telemetry: ${place('monday')} is restored`);
    expect(out).toMatch(/ {2}\d{3,} rows in \d\d tables were read\n/);
    expect(out).toContain('  rollups: 1 of 1 hours count what their requests are\n');
    expect(out).toMatch(/ {2}newest request: \S+Z, \d+ min ago\n/);
    expect(out).toContain(`control plane: ${dump} is restored`);
    expect(out).toMatch(/ {2}audit: [1-9]\d* entries, [1-9]\d* exported heads compared\n/);
    for (const id of ids.slice(-3)) expect(out).toContain(`lookup: ${id} is answered: `);
    expect(out.endsWith(WHOLE)).toBe(true);
    expect(code).toBe(0);
    expect(await scratchDatabases()).toEqual([]);
  });

  it.each([
    ['otel_logs', /^telemetry: .*(?:checksum|decompress|Checksum|CORRUPTED)/s],
    ['api_requests', /^telemetry: .*(?:checksum|decompress|Checksum|CORRUPTED)/s],
  ])('finds damaged rows of %s, and goes on with the control plane', async (table, fault) => {
    cpSync(join(backups, 'monday'), join(backups, table), { recursive: true });
    damage(join(backups, table), `/${table}/`);
    const { code, out, err } = await drill(
      env,
      '--control-plane',
      dump,
      '--telemetry',
      place(table),
    );
    expect(err).toMatch(fault);
    expect(out).toContain('control plane: ');
    expect(out).toContain('NOT WHOLE: 1 faults\n');
    expect(code).toBe(1);
    expect(await scratchDatabases()).toEqual([]);
  });

  it('finds a file that is missing', async () => {
    const gone = join(backups, 'gone');
    cpSync(join(backups, 'monday'), gone, { recursive: true });
    rmSync(join(gone, 'data/request_desk/otel_traces'), { recursive: true });
    const { code, err } = await drill(env, '--control-plane', dump, '--telemetry', place('gone'));
    expect([code, err]).toEqual([1, expect.stringMatching(/^telemetry: .*otel_traces/)]);
  });

  it('finds a dump that was cut short, another key, and the control plane of another desk', async () => {
    const cut = join(root, 'cut.dump');
    cpSync(dump, cut);
    truncateSync(cut, Math.floor(statSync(cut).size * 0.7));
    expect(await drill(env, '--control-plane', cut, '--telemetry', 'monday')).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^telemetry: --telemetry is no place[^\n]*\ncontrol plane: pg_restore: error: /,
      ),
    });
    const otherKey = { ...env, SECRETS_KEY: 'x'.repeat(32) };
    expect(await drill(otherKey, '--control-plane', dump)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^control plane: .*SECRETS_KEY/),
    });
    await postgres.query('create database other');
    const url = postgres.url('other');
    const database = await openDatabase({ url, path: '' });
    const keys = { configured: [SECRETS_KEY], dataDir: root, acceptNew: false, now: new Date() };
    await openSecretKeys({ ...keys, database });
    await database.close();
    const other = join(root, 'other.dump');
    dumped(url, other);
    expect(await drill(env, '--control-plane', other)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^both: .*different desks/),
    });
    expect(await scratchDatabases()).toEqual([]);
  });

  it('finds an hour whose counts are not those of its requests', async () => {
    await count(99, 2);
    await sql(`BACKUP DATABASE request_desk TO ${place('tuesday')}`);
    const { code, out, err } = await drill(env, '--control-plane', dump);
    expect(out).toContain(place('tuesday'));
    expect(out).toContain('  rollups: 0 of 1 hours count what their requests are\n');
    expect(err).toMatch(/^telemetry: 100 requests of the hour \S+, of which 99 are counted\n$/);
    expect(code).toBe(1);
  });
});

describe('a restore drill of copies of DATA_DIR', () => {
  const backups = join(root, 'copies');
  const dataDir = join(root, 'embedded');
  const env = { DATA_DIR: dataDir };
  let ids: string[];

  function copy(day: string): string {
    const directory = join(backups, day);
    for (const name of ['clickhouse', 'postgres'])
      cpSync(join(dataDir, name), join(directory, name), { recursive: true });
    return directory;
  }

  beforeAll(async () => {
    const desk = await startDesk({ dataDir });
    ids = await failures(desk);
    await desk.stop();
    copy('monday');
  }, 120_000);

  it('restores it, checks it, and leaves nothing behind', async () => {
    const places = ['--control-plane', backups, '--telemetry', backups];
    const { code, out, err } = await drill(env, ...places);
    expect(err).toBe('');
    expect(out).toContain(join(backups, 'monday/clickhouse'));
    expect(out).toContain(join(backups, 'monday/postgres'));
    for (const id of ids.slice(-3)) expect(out).toContain(`lookup: ${id} is answered: `);
    expect([code, out.endsWith(WHOLE)]).toEqual([0, true]);
    expect(leftovers()).toEqual([]);
  });

  it('finds damaged rows', async () => {
    const tuesday = copy('tuesday');
    damage(join(tuesday, 'clickhouse/store'));
    const places = ['--control-plane', tuesday, '--telemetry', tuesday];
    const { code, err } = await drill(env, ...places);
    expect([code, err]).toEqual([1, expect.stringMatching(/^telemetry: /)]);
    expect(leftovers()).toEqual([]);
  });
});
