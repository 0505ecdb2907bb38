import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@request-desk/shared/durations';
import { mintedToken, staffTokenList } from '@request-desk/shared/staff-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { PersonalTokens } from '../../src/console/tokens/personal-tokens.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { StaffTokens } from '../../src/database/staff/staff-tokens.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-tokens-'));
let database: Database;
let desk: ConsoleDesk;
let nowMs = Date.now();

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  desk = await opened(STAFF_TOKEN);
});

afterAll(async () => {
  await desk.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

const opened = (staffToken: string) =>
  openConsole({
    staffToken,
    database,
    now: () => nowMs,
    register: async (api) => {
      api.get('/read', testRoute('support', 'requests:read'), async () => 'read');
      api.post('/rule', testRoute('engineer', 'rules:change'), async () => 'changed');
      api.post(
        '/mint',
        testRoute('support', 'keys:mint', { confirmed: true }),
        async () => 'minted',
      );
    },
  });

async function ask(token: string, path: string, method = 'GET', body?: object) {
  return await fetch(`${desk.url}/support/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}
const status = async (...args: Parameters<typeof ask>) => (await ask(...args)).status;
const minted = async (role: string, days = 30) =>
  mintedToken.parse(
    await (await ask(STAFF_TOKEN, '/tokens', 'POST', { name: 'Ticket bot', role, days })).json(),
  );

it('does what its role includes and no more, never what takes a proof', async () => {
  const { secret } = await minted('support');
  expect(await status(secret, '/read')).toBe(200);
  expect(await status(secret, '/rule', 'POST', {})).toBe(403);
  expect(desk.lines.at(-1)).toMatch(/"role":"support","action":"[a-z:]+".*"call refused"/);
  const refused = await ask(secret, '/mint', 'POST', {});
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringMatching(/not_allowed/),
  ]);
  expect(await status(secret, '/tokens', 'POST', { name: 'x', role: 'support' })).toBe(403);
  expect(await status((await minted('engineer')).secret, '/rule', 'POST', {})).toBe(200);
});

it('is stored as a hash, listed with its last use, and good until it is revoked or over', async () => {
  const { secret, id } = await minted('support', 1);
  const rows = await database.orm.execute('select * from staff_tokens');
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(desk.lines.join('')).not.toContain(secret);
  await ask(secret, '/read');
  const listed = async () =>
    staffTokenList
      .parse(await (await ask(STAFF_TOKEN, '/tokens?whose=all')).json())
      .items.find((token) => token.id === id);
  await expect.poll(async () => (await listed())?.last_used_at).toBe(new Date(nowMs).toISOString());
  nowMs += DAY_MS + 1;
  expect([await status(secret, '/read'), (await listed())?.state]).toEqual([401, 'expired']);
  const other = await minted('support');
  expect(await status(STAFF_TOKEN, `/tokens/${other.id}`, 'DELETE')).toBe(204);
  expect(await status(STAFF_TOKEN, `/tokens/${other.id}`, 'DELETE')).toBe(404);
  expect(await status(other.secret, '/read')).toBe(401);
});

it('is refused when it is forged, cut, or made under another STAFF_TOKEN', async () => {
  const { secret } = await minted('support');
  for (const wrong of [secret.slice(0, -1), `${secret}x`, secret.replace(/.$/, '~'), 'rdt_'])
    expect(await status(wrong, '/read')).not.toBe(200);
  const other = await opened('t'.repeat(40));
  const answer = await fetch(`${other.url}/support/v1/read`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  await other.close();
  expect(answer.status).toBe(401);
});

it('goes by what the provider last said of its maker', async () => {
  const tokens = new PersonalTokens({
    store: new StaffTokens(database),
    now: () => nowMs,
    onUntouched: () => undefined,
    ticks: () => nowMs,
  });
  const [staffId, credential] = ['ada@desk.example', 'oidc:1'];
  const { secret } = await tokens.mint({
    staffId,
    credential,
    name: 'x',
    days: 9,
    role: 'admin',
  });
  const role = async () => (await tokens.find(secret, (one) => one === credential))?.role;
  expect(await role()).toBeUndefined();
  await tokens.store.confirm(staffId, 'admin', new Date(nowMs));
  expect(await role()).toBe('admin');
  await tokens.store.confirm(staffId, 'support', new Date(nowMs));
  expect(await role()).toBe('support');
  nowMs += DAY_MS + 1;
  expect(await role()).toBeUndefined();
  await tokens.store.confirm(staffId, undefined, new Date(nowMs));
  expect(await role()).toBeUndefined();
});
