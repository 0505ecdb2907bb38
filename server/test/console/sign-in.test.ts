import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { GuessLimiter } from '../../src/console/guard/guess-limiter.ts';
import { OneTimeCodes } from '../../src/console/guard/one-time-codes.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { needs } from '../../src/http/route-access.ts';

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

async function opened(consoleUrl?: string): Promise<ConsoleDesk> {
  desk = await openConsole({
    ...{ staffToken: STAFF_TOKEN, database },
    ...(consoleUrl ? { consoleUrl } : {}),
    now: () => nowMs,
    register: async (api) =>
      void api.get('/who', needs('support', 'desk:read'), async ({ staff }) => staff),
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
    const secure = await opened('https://desk.example');
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
    const limiter = new GuessLimiter(() => at);
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const waitS = limiter.wrong('203.0.113.9');
      if (waitS === 0) continue;
      waits.push(waitS);
      at += waitS * 1000;
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128]);
    expect(limiter.wrong('203.0.113.10')).toBe(0);
    for (let i = 0; i < 20_000; i++) limiter.wrong(`2001:db8:${i.toString(16)}::1`);
    expect(limiter.wrong('203.0.113.9')).toBe(0);
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
