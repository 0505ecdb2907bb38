import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storedAddress } from '@request-desk/fastify/redaction/stored-address';
import { sessionList } from '@request-desk/shared/staff-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { OneTimeCodes } from '../../src/console/guard/one-time-codes.ts';
import {
  accountOfPerson,
  accountOfToken,
  SHARED_ACCOUNT,
  SignInLimits,
} from '../../src/console/guard/sign-in-limits.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

let desk: ConsoleDesk | undefined;
let database: Database;
let nowMs = Date.UTC(2026, 2, 1);
const directory = mkdtempSync(join(tmpdir(), 'desk-sign-in-'));

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
});

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

afterEach(async () => {
  await desk?.close();
  desk = undefined;
});

async function opened(options: Parameters<typeof openConsole>[0] = {}): Promise<ConsoleDesk> {
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    database,
    ...options,
    now: () => nowMs,
    register: async (api) =>
      void api.get('/who', testRoute('support', 'desk:read'), async ({ staff }) => staff),
  });
  return desk;
}

const post = ({ url }: ConsoleDesk, path: string, body: Record<string, string>, cookie = '') =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(body),
    redirect: 'manual',
    headers: { cookie },
  });
const who = async ({ url }: ConsoleDesk, headers: Record<string, string>) =>
  (await fetch(`${url}/support/v1/who`, { headers })).status;
const cookieOf = (response: Response) =>
  (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';

describe('a session', () => {
  it('ends for good when its owner signs out, and no other does', async () => {
    const at = await opened();
    const [one, other] = [
      cookieOf(await post(at, '/login', { token: STAFF_TOKEN })),
      cookieOf(await post(at, '/login', { token: STAFF_TOKEN })),
    ];
    expect([await who(at, { cookie: one }), await who(at, { cookie: other })]).toEqual([200, 200]);
    await post(at, '/logout', {}, one);
    expect([await who(at, { cookie: one }), await who(at, { cookie: other })]).toEqual([401, 200]);
    nowMs += 13 * 3600_000;
    expect(await who(at, { cookie: other })).toBe(401);
  });

  it('is kept to https by CONSOLE_URL, whatever a header says', async () => {
    const at = await opened();
    const plain = await fetch(`${at.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: STAFF_TOKEN }),
      redirect: 'manual',
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(plain.headers.get('set-cookie')).not.toContain('Secure');
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    await at.close();
    const secure = await opened({ consoleUrl: 'https://desk.example' });
    const answer = await post(secure, '/login', { token: STAFF_TOKEN });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-.*; Path=\/; .*; Secure$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
  });
});

describe('who guesses', () => {
  it('is logged and slowed down by form and by header, and shuts nobody out', async () => {
    const at = await opened();
    const wrong = 'w'.repeat(40);
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await post(at, '/login', { token: wrong })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    expect(await who(at, { authorization: `Bearer ${wrong}` })).toBe(429);
    expect(await who(at, { authorization: `Bearer ${STAFF_TOKEN}` })).toBe(200);
    expect((await post(at, '/login', { token: STAFF_TOKEN })).status).toBe(303);
    const refused = at.lines.filter((line) => line.includes('sign-in refused'));
    expect(refused).toHaveLength(9);
    expect(refused[0]).toContain('"address":"127.0.0.1"');
    expect(at.lines.join('')).not.toContain(wrong);
  });

  it('waits longer with each further guess, and others do not', () => {
    let at = 0;
    const limiter = new SignInLimits(() => at);
    const wrong = (address: string) => limiter.wrong(address, undefined);
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const waitS = wrong('203.0.113.9');
      if (waitS === 0) continue;
      waits.push(waitS);
      at += waitS * 1000;
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128]);
    expect(wrong('203.0.113.10')).toBe(0);
    for (let i = 0; i < 20_000; i++) wrong(`2001:db8:${i.toString(16)}::1`);
    expect(wrong('203.0.113.9')).toBe(0);
  });

  it('counts an IPv6 network as one, however its addresses are abbreviated', () => {
    const limiter = new SignInLimits(() => 0);
    const guesses = (address: string) =>
      Array.from({ length: 5 }, () => limiter.wrong(address, undefined));
    expect(guesses('2001:db8:1::5').at(-1)).toBe(0);
    expect(guesses('2001:db8:1:0:3:4:5:6').at(-1)).toBeGreaterThan(0);
    expect(guesses('2001:db8::a:3:4:5:6').at(-1)).toBe(0);
    expect(guesses('2001:db8::b:3:4:5:6').at(-1)).toBe(0);
  });

  it('waits by account, too, when one is guessed at from many addresses', () => {
    let at = 0;
    const limiter = new SignInLimits(() => at);
    const waits = Array.from({ length: 60 }, (_, i) =>
      limiter.wrong(`203.0.113.${i}`, SHARED_ACCOUNT),
    );
    expect(waits.slice(0, 21).every((waitS) => waitS === 0)).toBe(true);
    expect(waits.slice(21)).toEqual(Array(39).fill(2));
    expect(limiter.wrong('198.51.100.1', accountOfPerson('ada'))).toBe(0);
    at += 2_000;
    expect(limiter.wrong('198.51.100.2', SHARED_ACCOUNT)).toBe(0);
    expect(limiter.wrong('198.51.100.3', SHARED_ACCOUNT)).toBe(4);
    // One address alone makes its account wait no longer than five of its guesses do.
    for (let i = 0; i < 500; i++) limiter.wrong('198.51.100.9', accountOfPerson('bob'));
    expect(limiter.wrong('198.51.100.10', accountOfPerson('bob'))).toBe(0);
    // Tokens of one person begin alike only if they are one.
    expect(accountOfToken(`rdt_${'a'.repeat(43)}`)).not.toBe(
      accountOfToken(`rdt_b${'a'.repeat(42)}`),
    );
    expect(accountOfToken('anything else')).toBe(SHARED_ACCOUNT);
  });

  it('from many addresses fills no audit, and shuts nobody out', async () => {
    const at = await opened({ trustProxy: true });
    const tries = async (from: string, token: string) =>
      await fetch(`${at.url}/support/v1/who`, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': from },
      });
    const head = async () => {
      await expect.poll(() => at.audit?.log.state().waiting).toBe(0);
      return (await at.audit?.store.head())?.seq ?? 0;
    };
    const before = await head();
    const statuses = new Map<number, number>();
    for (let i = 0; i < 60; i++) {
      const { status } = await tries(`203.0.113.${i}`, 'w'.repeat(40));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 401: 21, 429: 39 });
    expect((await tries('203.0.113.99', STAFF_TOKEN)).status).toBe(200);
    expect((await tries('203.0.113.98', `rdt_${'x'.repeat(43)}`)).status).toBe(401);
    expect((await head()) - before).toBe(22);
  });
});

describe('what a browser keeps', () => {
  it('goes with the sign-out, and answers of the API are no pages', async () => {
    const at = await opened();
    const cookie = cookieOf(await post(at, '/login', { token: STAFF_TOKEN }));
    const answer = await fetch(`${at.url}/support/v1/sessions`, { headers: { cookie } });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="answer.json"');
    const left = await post(at, '/logout', {}, cookie);
    expect(left.headers.get('clear-site-data')).toBe('"storage"');
  });
});

describe('where somebody calls from', () => {
  it.each([
    ['truncated', /^203\.0\.113\.0\/24$/],
    ['hashed', /^h:[\w-]{16}$/],
  ] as const)('is written down %s: session, log and audit', async (form, looks) => {
    const addresses = storedAddress(form, 's'.repeat(32));
    const at = await opened({ trustProxy: true, addresses });
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const login = (token: string) =>
      fetch(`${at.url}/login`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ token }),
      });
    await login('wrong');
    const cookie = cookieOf(await login(STAFF_TOKEN));
    const sessions = await fetch(`${at.url}/support/v1/sessions`, { headers: { cookie } });
    expect(
      sessionList.parse(await sessions.json()).items.find((one) => one.current)?.address,
    ).toMatch(looks);
    await expect.poll(() => at.audit?.log.state().waiting).toBe(0);
    const rows = (await at.audit?.store.search({}, undefined, 2)) ?? [];
    expect(rows.map(({ details }) => details?.address)).toEqual(
      Array(2).fill(expect.stringMatching(looks)),
    );
    expect(at.lines.join('')).toMatch(/"address":"(203\.0\.113\.0\/24|h:)/);
    expect(at.lines.join('')).not.toContain('203.0.113.77');
  });
});

describe('a one-time code', () => {
  it('lets in once, for ten minutes', () => {
    let at = 0;
    const codes = new OneTimeCodes(() => at);
    const [used, late] = [codes.issue(), codes.issue()];
    expect([codes.redeem('x'), codes.redeem(used), codes.redeem(used)]).toEqual([
      false,
      true,
      false,
    ]);
    at += 600_001;
    expect(codes.redeem(late)).toBe(false);
  });
});
