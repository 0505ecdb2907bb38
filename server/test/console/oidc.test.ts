import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { type Me, me } from '@request-desk/shared/staff-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieBrowser } from '../../../testkit/clients/cookie-browser.ts';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { freePort } from '../../../testkit/engines/clickhouse-server.ts';
import { type OidcProvider, startOidcProvider } from '../../../testkit/oidc/oidc-provider.ts';
import { poll } from '../../../testkit/poll.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const SKEWED = join(import.meta.dirname, '../../../testkit/oidc/skewed-provider-process.ts');
const directory = mkdtempSync(join(tmpdir(), 'desk-oidc-'));
const ACCOUNTS = {
  ada: { email: 'ada@desk.example', email_verified: true, groups: ['desk-admins'] },
  eve: { email: 'eve@elsewhere.example', email_verified: true, groups: ['visitors'] },
  sam: { email: 'Sam@Support.example', email_verified: true, groups: [] },
  mallory: { email: 'mallory@support.example', email_verified: false, groups: [] },
};

let provider: OidcProvider;
let database: Database;
let desk: ConsoleDesk;
let nowMs = Date.now();
let ticks = 0;
let consolePort: number;
let consoleUrl: string;

beforeAll(async () => {
  consolePort = await freePort();
  consoleUrl = `http://127.0.0.1:${consolePort}`;
  const redirectUri = `${consoleUrl}/login/oidc/callback`;
  provider = await startOidcProvider({
    port: await freePort(),
    redirectUri,
    accounts: ACCOUNTS,
  });
  database = await openDatabase({ path: join(directory, 'postgres') });
  desk = await opened({});
});

afterAll(async () => {
  await desk.close();
  await database.close();
  await provider.stop();
  rmSync(directory, { recursive: true, force: true });
});

afterEach(() => {
  for (const [name, account] of Object.entries(ACCOUNTS)) provider.accounts.set(name, account);
});

interface Wrong {
  readonly issuer?: string;
  readonly clientSecret?: string;
  readonly scopes?: string;
}

function opened(wrong: Wrong, port = consolePort): Promise<ConsoleDesk> {
  return openConsole({
    database,
    consoleUrl,
    port,
    staffToken: STAFF_TOKEN,
    now: () => nowMs,
    ticks: () => ticks,
    oidc: {
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      scopes: 'openid profile email offline_access',
      groupsClaim: 'groups',
      ...wrong,
      roles: { support: ['@support.example'], engineer: ['sre'], admin: ['desk-admins'] },
    },
    register: async (api) => {
      const mint = testRoute('admin', 'channels:change', { confirmed: true });
      api.post('/change', mint, async () => 'changed');
    },
  });
}

/** Goes to the provider from `path` and signs in there; returns where that ends. */
async function signIn(browser: CookieBrowser, login: string, path = '/login/oidc?next=/alerts') {
  let page = await browser.open(consoleUrl + path);
  for (let forms = 0; forms < 3 && page.url.includes('/interaction/'); forms++)
    page = await browser.submit(page, { login, password: 'any' });
  return page;
}

async function whoIs(browser: CookieBrowser): Promise<Me | number> {
  const answer = await browser.fetch(`${consoleUrl}/support/v1/me`);
  return answer.ok ? me.parse(await answer.json()) : answer.status;
}

const later = (minutes: number) => {
  nowMs += minutes * MINUTE_MS;
  ticks += minutes * MINUTE_MS;
};

describe('a sign-in by the provider', () => {
  it.each([
    ['ada', { id: 'ada@desk.example', role: 'admin' }],
    ['sam', { id: 'sam@support.example', role: 'support' }],
  ])('gives %s the role of their group or domain, and leads back', async (login, who) => {
    const browser = new CookieBrowser();
    const page = await signIn(browser, login);
    expect(page.url).toBe(`${consoleUrl}/alerts`);
    expect(await whoIs(browser)).toMatchObject({ ...who, confirm_by: 'provider' });
    await browser.fetch(`${consoleUrl}/logout`, { method: 'POST' });
    expect(await whoIs(browser)).toBe(401);
  });

  it.each(['eve', 'mallory'])(
    'gives %s none: no group, or an address nobody verified',
    async (login) => {
      const browser = new CookieBrowser();
      const page = await signIn(browser, login);
      expect(page.response.status).toBe(403);
      expect(await page.response.text()).toContain('none of their groups has a role here');
      expect(await whoIs(browser)).toBe(401);
      expect(desk.lines.join('')).toContain('"why":"no role"');
    },
  );

  it('goes on in two tabs at once', async () => {
    const browser = new CookieBrowser();
    const one = await browser.open(`${consoleUrl}/login/oidc?next=/explore`);
    const other = await browser.open(`${consoleUrl}/login/oidc?next=/codes`);
    const second = await browser.submit(other, { login: 'ada', password: 'any' });
    const first = await browser.submit(one, { login: 'ada', password: 'any' });
    const ends = [await continued(browser, first), await continued(browser, second)];
    expect(ends).toEqual([`${consoleUrl}/explore`, `${consoleUrl}/codes`]);
  });

  it('refuses an answer that is replayed, forged, cut or of another browser', async () => {
    const browser = new CookieBrowser();
    await signIn(browser, 'ada');
    const callback = browser.visited.find((url) => url.includes('/login/oidc/callback')) ?? '';
    expect(callback).not.toBe('');
    const statuses: number[] = [];
    for (const url of [
      callback,
      callback.replace(/state=[^&]*/, 'state=forged'),
      callback.replace(/state=[^&]*&?/, ''),
      `${consoleUrl}/login/oidc/callback`,
      callback.replace(/code=[^&]*/, 'code=forged'),
    ])
      for (const who of [browser, new CookieBrowser()]) {
        const answer = await who.fetch(url);
        statuses.push(answer.status);
        expect(await answer.text()).toContain('Begin again');
        expect(answer.headers.getSetCookie().join('')).not.toContain('session=');
      }
    // A client that goes on has to wait, and fills no audit; two were refused before.
    expect(statuses).toEqual([...Array(4).fill(401), ...Array(6).fill(429)]);
    const began = new CookieBrowser();
    const page = await began.open(`${consoleUrl}/login/oidc`);
    const state = new URL(began.visited[1] ?? page.url).searchParams.get('state');
    const forged = await began.fetch(`${consoleUrl}/login/oidc/callback?code=x&state=${state}`);
    expect([forged.status, await forged.text()]).toEqual([
      429,
      expect.stringContaining('role="alert"'),
    ]);
  });

  it('asks the provider again for a proof, and only then lets one change channels', async () => {
    const browser = new CookieBrowser();
    await signIn(browser, 'ada');
    const change = async () =>
      (await browser.fetch(`${consoleUrl}/support/v1/change`, { method: 'POST' })).status;
    expect(await change()).toBe(200);
    nowMs += 11 * MINUTE_MS;
    expect(await change()).toBe(403);
    const page = await signIn(browser, 'ada', '/login/oidc?again=1&next=/alerts/channels');
    nowMs -= 11 * MINUTE_MS;
    expect(page.url).toBe(`${consoleUrl}/alerts/channels`);
    expect(await change()).toBe(200);
  });
});

async function continued(browser: CookieBrowser, from: { url: string; response: Response }) {
  let page = from;
  for (let forms = 0; forms < 3 && page.url.includes('/interaction/'); forms++)
    page = await browser.submit(page, { login: 'ada', password: 'any' });
  return page.url;
}

describe('a role', () => {
  it('ends within 15 minutes after the group, and falls to a lower one', async () => {
    const browser = new CookieBrowser();
    await signIn(browser, 'ada');
    provider.accounts.set('ada', { ...ACCOUNTS.ada, groups: ['sre'] });
    later(6);
    expect(await whoIs(browser)).toMatchObject({ role: 'admin' });
    await expect.poll(() => whoIs(browser)).toMatchObject({ role: 'engineer' });
    provider.accounts.set('ada', { ...ACCOUNTS.ada, groups: ['desk-admins'] });
    later(6);
    await whoIs(browser);
    later(16);
    expect(await whoIs(browser)).toMatchObject({ role: 'engineer' });
    provider.accounts.set('ada', { ...ACCOUNTS.ada, groups: [] });
    later(16);
    expect(await whoIs(browser)).toBe(401);
    provider.accounts.set('ada', ACCOUNTS.ada);
    expect(await whoIs(browser)).toBe(401);
  });

  it('outlives a provider that is away for less, and comes back with it', async () => {
    const browser = new CookieBrowser();
    await signIn(browser, 'ada');
    await provider.stop();
    later(14);
    expect(await whoIs(browser)).toMatchObject({ role: 'admin' });
    later(2);
    expect(await whoIs(browser)).toBe(401);
    await provider.start();
    await expect.poll(() => whoIs(browser)).toMatchObject({ role: 'admin' });
  });

  it('without a refresh token takes the provider’s word every 15 minutes', async () => {
    await desk.close();
    desk = await opened({ scopes: 'openid profile email' });
    const browser = new CookieBrowser();
    await signIn(browser, 'ada');
    later(14);
    expect(await whoIs(browser)).toMatchObject({ role: 'admin' });
    later(2);
    expect(await whoIs(browser)).toBe(401);
    // The provider still knows them: going there and back asks nothing.
    const back = await browser.open(`${consoleUrl}/login/oidc?next=/alerts`);
    expect(back.url).toBe(`${consoleUrl}/alerts`);
    await desk.close();
    desk = await opened({});
  });

  it('stores no refresh token that the database alone can read', async () => {
    await signIn(new CookieBrowser(), 'ada');
    const rows = await database.orm.execute('select sealed_refresh, subject from staff_sessions');
    expect(JSON.stringify(rows)).toMatch(/"sealed_refresh":"[\w-]{60,}"/);
  });
});

describe('a provider', () => {
  it.each([
    ['that is away', async () => await provider.stop(), undefined, 503, 'does not answer'],
    ['of another name', undefined, 'localhost', 401, 'another name than OIDC_ISSUER'],
  ])('%s is explained in one sentence', async (_, before, name, status, text) => {
    await before?.();
    const port = await freePort();
    const named = name ? { issuer: provider.issuer.replace('127.0.0.1', name) } : {};
    const other = await opened(named, port);
    const answer = await fetch(`${other.url}/login/oidc`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(text)]);
    expect(other.lines.join('')).toContain('sign-in refused');
    await other.close();
    if (before) await provider.start();
  });

  it.each([
    [-120, '/login/oidc'],
    // A proof asked for again must be a new one; without that, ten minutes harm nobody.
    [-10, '/login/oidc?again=1'],
  ])('whose clock is off by %i minutes reads so at %s', async (minutes, path) => {
    const port = await freePort();
    const shift = String(minutes * MINUTE_MS);
    const child = spawn(
      process.execPath,
      [SKEWED, shift, String(port), `${consoleUrl}/login/oidc/callback`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    try {
      const clientSecret = await poll('the provider', async () => /secret (\w+)/.exec(said)?.[1]);
      await desk.close();
      desk = await opened({ clientSecret, issuer: `http://127.0.0.1:${port}` });
      const page = await signIn(new CookieBrowser(), 'ada', path);
      expect(page.response.status).toBe(401);
      expect(await page.response.text()).toContain('The clocks of this machine and of the');
    } finally {
      child.kill('SIGKILL');
      await desk.close();
      desk = await opened({});
    }
  });

  it('that does not accept our secret is named so', async () => {
    await desk.close();
    desk = await opened({ clientSecret: 'wrong' });
    const page = await signIn(new CookieBrowser(), 'ada');
    expect(page.response.status).toBe(401);
    expect(await page.response.text()).toContain('OIDC_CLIENT_ID and OIDC_CLIENT_SECRET');
    await desk.close();
    desk = await opened({});
  });
});
