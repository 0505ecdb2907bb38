import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesk } from '../../../testkit/desks/desk-process.ts';
import { startThatEnds } from '../../../testkit/desks/refused-start.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { COLLECTOR_TABLES } from '../../../testkit/engines/collector-tables.ts';
import { unpackFixture } from '../../../testkit/upgrade/fixture.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-refusals-'));
const shared = join(directory, 'shared');
const USERS = `
  <reader><password>p</password><profile>readonly</profile><quota>default</quota></reader>
  <narrow><password>p</password><profile>default</profile><quota>default</quota>
    <grants><query>GRANT SELECT ON *.*</query></grants></narrow>`;
let server: ClickHouseServer;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort(), USERS);
}, 60_000);

afterAll(async () => {
  await server.kill();
  rmSync(directory, { recursive: true });
});

/** The one line of ours that a start which is refused leaves on standard error. */
async function refusal(dataDir: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { code, stderr } = await startThatEnds(dataDir, env);
  // The engine itself prints a line about a table's definition that it cannot read.
  expect(stderr.replace(/^Code: .*\n/, '')).toMatch(/^[^\n]+\n$/);
  expect(code).toBe(1);
  return stderr;
}

function url(user: string, path = ''): string {
  return `${server.url.replace('//', `//${user}@`)}${path}`;
}

/** Damages every file below `path` whose name ends so; its length stays unless `short`. */
function spoil(path: string, ending: string, short: boolean): void {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const hit = files.filter((name) => name.endsWith(ending));
  expect(hit.length).toBeGreaterThan(0);
  for (const name of hit) {
    const length = short ? 7 : statSync(join(path, name)).size;
    writeFileSync(join(path, name), 'rubbish'.repeat(Math.ceil(length / 7)).slice(0, length));
  }
}

describe('an embedded telemetry store', () => {
  it.each([
    ['whose tables cannot be read', '.sql', true],
    ['whose rows turn out to be damaged when it is open', 'data.bin', false],
    ['whose record of migrations the engine has set aside as damaged', 'data.bin', true],
  ])('%s is refused in one line', async (name, ending, short) => {
    const dataDir = join(directory, name.replaceAll(' ', '-'));
    await unpackFixture(dataDir);
    spoil(join(dataDir, 'clickhouse', 'store'), ending, short);
    const line = await refusal(dataDir, {});
    expect(line).toContain('telemetry store');
    expect(line).toMatch(/damaged.*move (it|the directory) away/s);
  });

  it('that is a file is refused in one line', async () => {
    const dataDir = join(directory, 'file');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'clickhouse'), 'rubbish');
    expect(await refusal(dataDir, {})).toMatch(/telemetry store in .* cannot be opened/);
  });
});

describe('a ClickHouse server', () => {
  it.each([
    ['with another password', 'reader:wrong', '', /user reader or its password.*CLICKHOUSE_URL/],
    ['with an unknown user', 'nobody:p', '', /user nobody or its password.*CLICKHOUSE_URL/],
    ['for a read-only user', 'reader:p', '', /let the user reader prepare.*GRANT ALL ON/],
    ['that lets no database be made', 'narrow:p', '/new', /let the user narrow prepare.*new/],
  ])('%s is refused in one line', async (_, user, path, says) => {
    expect(await refusal(shared, { CLICKHOUSE_URL: url(user, path) })).toMatch(says);
  });

  it('with tables of somebody else is refused in one line', async () => {
    const theirs = await openClickHouse({ url: server.url, database: 'theirs', path: '' });
    await theirs.server.command('CREATE DATABASE theirs');
    for (const statement of COLLECTOR_TABLES) await theirs.command(statement);
    await theirs.close();
    const line = await refusal(shared, { CLICKHOUSE_URL: `${server.url}/theirs` });
    expect(line).toMatch(/theirs holds tables.*CLICKHOUSE_DATABASE/);
  });

  it('is named twice: the list of faults says so', async () => {
    const env = { CLICKHOUSE_URL: `${server.url}/one`, CLICKHOUSE_DATABASE: 'two' };
    const { code, stderr } = await startThatEnds(shared, env);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'Request Desk cannot start:',
      expect.stringMatching(/^ {2}- .*named twice.*one.*two.*keep one$/),
    ]);
  });

  it.each([
    ['of an unknown name', 'http://store.invalid:8123'],
    ['behind the wrong port', 'http://127.0.0.1:1'],
  ])('%s holds no start up, and is named in one line of the log', async (_, address) => {
    const desk = await startDesk({ dataDir: shared, env: { CLICKHOUSE_URL: address } });
    const lines = desk.output().split('\n');
    await desk.stop();
    const said = lines.filter((line) => line.includes('not ready, trying again'));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/did not answer \([^)]*(ENOTFOUND|EAI_AGAIN|ECONNREFUSED)/);
  });
});
