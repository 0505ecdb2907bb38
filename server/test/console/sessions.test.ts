import { HOUR_MS } from '@request-desk/shared/durations';
import { endedSessions, me, type StaffSession, sessionList } from '@request-desk/shared/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const missing = postgresMissing();

/** A browser: keeps the cookie that it is given. */
function browserOf(url: () => string) {
  let cookie = '';
  const ask = async (path: string, method = 'GET', body?: URLSearchParams | object) => {
    const form = body instanceof URLSearchParams;
    const response = await fetch(url() + path, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(body && !form ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    });
    const set = response.headers.get('set-cookie');
    if (set) cookie = set.split(';', 1)[0] ?? '';
    return response;
  };
  const api = (path: string, method?: string, body?: object) =>
    ask(`/support/v1${path}`, method, body);
  return {
    ask,
    api,
    cookie: () => cookie,
    signIn: () => ask('/login', 'POST', new URLSearchParams({ token: STAFF_TOKEN })),
    status: async (path: string, method?: string) => (await api(path, method)).status,
    sessions: async (): Promise<StaffSession[]> =>
      sessionList.parse(await (await api('/sessions?whose=all')).json()).items,
  };
}

describe.skipIf(missing)(`sessions in Postgres (skipped where there is none: ${missing})`, () => {
  let server: PostgresServer;
  let databases: Database[];
  let [one, other]: ConsoleDesk[] = [];
  let nowMs = Date.now();
  let ticks = 0;

  beforeAll(async () => {
    server = await startPostgres();
    databases = [await openDatabase({ url: server.url(), path: '' })];
    databases.push(await openDatabase({ url: server.url(), path: '' }));
    [one, other] = await Promise.all(databases.map(opened));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([one?.close(), other?.close()]);
    for (const database of databases) await database.close();
    await server?.close();
  });

  const opened = (database: Database) =>
    openConsole({
      staffToken: STAFF_TOKEN,
      database,
      now: () => nowMs,
      ticks: () => ticks,
      async register(api) {
        api.get('/read', testRoute('support', 'requests:read'), async () => 'read');
        api.post(
          '/mint',
          testRoute('support', 'keys:mint', { confirmed: true }),
          async () => 'minted',
        );
        api.get(
          '/export',
          testRoute('engineer', 'requests:export', { kind: 'export' }),
          async () => 1,
        );
      },
    });
  const browser = () => browserOf(() => one?.url ?? '');

  it('keep nothing of the cookie but its hash, and hold in every process', async () => {
    const person = browser();
    await person.signIn();
    const secret = person.cookie().split('=')[1] ?? '';
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const rows = await server.query('select * from staff_sessions');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(STAFF_TOKEN);
    const elsewhere = await fetch(`${other?.url}/support/v1/me`, {
      headers: { cookie: person.cookie() },
    });
    expect(me.parse(await elsewhere.json())).toMatchObject({ id: 'staff', confirm_by: 'token' });
  });

  it('end after 8 hours without use, and after 24 in any case', async () => {
    const [idle, busy] = [browser(), browser()];
    await Promise.all([idle.signIn(), busy.signIn()]);
    for (let hours = 0; hours < 23; hours += 6) {
      expect(await busy.status('/read')).toBe(200);
      nowMs += 6 * HOUR_MS;
      ticks += 6 * HOUR_MS;
    }
    expect([await idle.status('/read'), await busy.status('/read')]).toEqual([401, 401]);
    const fresh = browser();
    await fresh.signIn();
    expect(await server.query('select 1 from staff_sessions')).toHaveLength(1);
  });

  it('get another cookie at each sign-in and each proof, and the former lets nobody in', async () => {
    const person = browser();
    await person.signIn();
    const first = person.cookie();
    await person.signIn();
    const second = person.cookie();
    expect(second).not.toBe(first);
    const before = (await person.sessions()).length;
    expect((await person.api('/session/confirm', 'POST', { token: STAFF_TOKEN })).status).toBe(204);
    expect(person.cookie()).not.toBe(second);
    ticks += 11_000;
    expect(await person.sessions()).toHaveLength(before);
    for (const cookie of [first, second]) {
      const answer = await fetch(`${one?.url}/support/v1/me`, { headers: { cookie } });
      expect(answer.status).toBe(401);
    }
  });

  it('take a fresh proof for what is worth a thief’s while, and a wrong one is logged', async () => {
    const person = browser();
    await person.signIn();
    expect(await person.status('/mint', 'POST')).toBe(200);
    nowMs += 11 * 60_000;
    const refused = await person.api('/mint', 'POST');
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('confirmation_needed'),
    ]);
    const wrong = await person.api('/session/confirm', 'POST', { token: 'w'.repeat(40) });
    expect(wrong.status).toBe(403);
    expect(one?.lines.join('')).toContain('"sign_in":"confirmation"');
    await person.api('/session/confirm', 'POST', { token: STAFF_TOKEN });
    expect(await person.status('/mint', 'POST')).toBe(200);
  });

  it('are listed, and end one by one or all at once, in every process', async () => {
    await server.query('delete from staff_sessions');
    ticks += 2_000;
    const [here, there, third] = [browser(), browser(), browser()];
    for (const each of [here, there, third]) await each.signIn();
    const list = await here.sessions();
    expect(list.map(({ current }) => current).filter(Boolean)).toHaveLength(1);
    expect(list).toHaveLength(3);
    const victim = list.find(({ current }) => !current);
    expect(await here.status(`/sessions/${victim?.id}`, 'DELETE')).toBe(204);
    expect(await here.status(`/sessions/${victim?.id}`, 'DELETE')).toBe(404);
    const after = [await there.status('/read'), await third.status('/read')];
    expect(after.sort()).toEqual([200, 401]);
    const all = await here.api('/sessions/end', 'POST', { whose: 'all' });
    expect(endedSessions.parse(await all.json())).toEqual({ ended: 1 });
    expect(await here.status('/read')).toBe(200);
    expect([await there.status('/read'), await third.status('/read')]).toEqual([401, 401]);
    await here.ask('/logout', 'POST');
    ticks += 2_000;
    expect(await server.query('select 1 from staff_sessions')).toEqual([]);
  });

  it('let people look up while Postgres is away, for 15 minutes, and do nothing else', async () => {
    const [known, unknown] = [browser(), browser()];
    await known.signIn();
    await unknown.signIn();
    unknown.cookie();
    expect(await known.status('/read')).toBe(200);
    await server.kill();
    try {
      ticks += 14 * 60_000;
      expect(await known.status('/read')).toBe(200);
      expect(await known.status('/mint', 'POST')).toBe(503);
      expect(await known.status('/export')).toBe(503);
      const unknown = await fetch(`${other?.url}/support/v1/read`, {
        headers: { cookie: known.cookie() },
      });
      expect(unknown.status).toBe(503);
      ticks += 2 * 60_000;
      expect(await known.status('/read')).toBe(503);
    } finally {
      await server.start();
    }
    ticks += 2_000;
    await expect.poll(() => known.status('/read')).toBe(200);
  }, 60_000);

  it('of one token do not count under another', async () => {
    const person = browser();
    await person.signIn();
    const [database] = databases;
    const desk = await openConsole({ staffToken: 't'.repeat(40), database });
    const answer = await fetch(`${desk.url}/support/v1/me`, {
      headers: { cookie: person.cookie() },
    });
    await desk.close();
    expect(answer.status).toBe(401);
  });
});
