import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supportClient } from '../../../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../../../testkit/desks/desk-process.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { poll } from '../../../testkit/poll.ts';
import { migrateStoreCommand } from '../../src/cli/migrate-store-command.ts';

const missing = postgresMissing();
const LIMITS = { RATE_LIMIT_BURST: '100000', RATE_LIMIT_PER_MINUTE: '100000' };

describe.skipIf(missing)('request-desk migrate-store', () => {
  const root = mkdtempSync(join(tmpdir(), 'desk-move-'));
  const dataDir = join(root, 'data');
  const ids: string[] = [];
  const wrong: string[] = [];
  let desk: DeskProcess;
  let server: ClickHouseServer;
  let postgres: PostgresServer;
  let key: string;
  let meetings = 0;

  beforeAll(async () => {
    desk = await startDesk({ dataDir, env: LIMITS });
    server = await startClickHouse(join(root, 'server'), await freePort());
    postgres = await startPostgres();
    const support = supportClient(desk);
    const org = await support.createOrg('Fernhill Labs');
    key = (await support.mintKey(org.id, ['meetings:read', 'meetings:write'])).secret;
    for (let n = 0; n < 50; n++) await calls(desk.apiUrl);
  }, 180_000);

  afterAll(async () => {
    await desk.stop();
    await server.kill();
    await postgres.close();
    rmSync(root, { recursive: true, force: true });
  }, 60_000);

  /** One call that fails as it should, and one that makes a meeting. */
  async function calls(api: string): Promise<void> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const url = `${api}/public/v1/meetings`;
    const absent = await fetch(`${url}/mtg_00000000000000000000`, { headers });
    const body = JSON.stringify({
      title: `Meeting ${meetings}`,
      duration_minutes: 30,
      starts_at: '2027-01-01T10:00:00Z',
    });
    const made = await fetch(url, { method: 'POST', headers, body });
    if (absent.status === 404) ids.push(absent.headers.get('x-request-id') ?? '');
    else wrong.push(`GET ${absent.status}`);
    if (made.status === 201) meetings++;
    else wrong.push(`POST ${made.status}`);
  }

  /** Calls of customers, one after the other, until it is stopped. */
  function customers(api: string) {
    let going = true;
    const work = (async () => {
      for (; going; await pause(20)) await calls(api);
    })();
    return {
      async stop() {
        going = false;
        await work;
      },
    };
  }

  async function migrate(onLine: (line: string) => void = () => undefined) {
    let text = '';
    const code = await migrateStoreCommand(['--to', server.url], {
      url: desk.consoleUrl,
      token: desk.staffToken,
      clickhouseUrl: undefined,
      databaseUrl: postgres.url(),
      out(line) {
        text += line;
        onLine(line);
      },
      err(line) {
        text += line;
      },
    });
    return { code, text };
  }

  it('copies all while the API answers, goes on after a kill, and hands over at the end', async () => {
    // A kill while it copies: the connection to the console goes with it.
    const killed = await migrate((line) => {
      if (line.startsWith('otel_')) process.kill(desk.pid, 'SIGKILL');
    }).catch((error: unknown) => ({ code: -1, text: String(error) }));
    expect(killed.code).not.toBe(0);
    await desk.stop();
    desk = await startDesk({ dataDir, env: LIMITS });
    const during = customers(desk.apiUrl);
    const { code, text } = await migrate();
    await pause(500);
    await during.stop();
    expect([code, text]).toEqual([
      0,
      expect.stringMatching(/rows, about \d+ s left[\s\S]*\nready \(/),
    ]);
    expect(text).not.toContain(postgres.url());
    expect(wrong).toEqual([]);
    // Following it once more changes nothing.
    expect((await migrate()).code).toBe(0);
    await calls(desk.apiUrl);
    await desk.stop();
    expect(desk.output()).toContain('Closed.');
    const secretsKey = readFileSync(join(dataDir, 'secrets-key'), 'utf8').trim();
    await expect(startDesk({ dataDir })).rejects.toThrow('set CLICKHOUSE_URL');
    desk = await startDesk({
      dataDir,
      env: {
        ...LIMITS,
        CLICKHOUSE_URL: server.url,
        DATABASE_URL: postgres.url(),
        SECRETS_KEY: secretsKey,
      },
    });
    for (const id of [ids[0], ids.at(-2), ids.at(-1)])
      expect(await supportClient(desk).request(id ?? '')).toMatchObject({ found: true });
    const rows = await postgres.query('select count(*)::int as n from meetings');
    expect(rows).toEqual([{ n: meetings }]);
    // It is the same store: what was never answered is said to be, and nothing is held back.
    const never = await poll('absence to be proven', async () => {
      const answer = await supportClient(desk).request('req_0123456789abcdef');
      return !answer.found && answer.reason === 'never_seen' ? answer : undefined;
    });
    expect(never.found).toBe(false);
    await calls(desk.apiUrl);
    expect(wrong).toEqual([]);
    expect(await supportClient(desk).found(ids.at(-1) ?? '')).toMatchObject({ found: true });
  }, 240_000);

  it('is refused where the stores are servers already, or no console answers', async () => {
    expect(await migrate()).toEqual({ code: 3, text: expect.stringContaining('DATA_DIR') });
    expect(
      await migrateStoreCommand(['--nonsense'], {
        url: desk.consoleUrl,
        token: undefined,
        clickhouseUrl: undefined,
        databaseUrl: undefined,
        out: () => undefined,
        err: () => undefined,
      }),
    ).toBe(2);
  });
});
