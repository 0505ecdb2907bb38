import type { StaffRole } from '@request-desk/shared/staff-api';
import { type NewView, type SavedView, viewList } from '@request-desk/shared/views-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CookieBrowser } from '../../../testkit/clients/cookie-browser.ts';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { poll } from '../../../testkit/poll.ts';

let desk: ConsoleDesk;
const tokens: Partial<Record<StaffRole, string>> = {};
const person = new CookieBrowser();

beforeAll(async () => {
  desk = await openConsole({ staffToken: STAFF_TOKEN });
  for (const role of ['support', 'engineer'] as const) {
    const minted = await as(STAFF_TOKEN, 'POST', '/tokens', { name: role, role });
    tokens[role] = ((await minted.json()) as { secret: string }).secret;
  }
  await person.open(`${desk.url}/login`, new URLSearchParams({ token: STAFF_TOKEN }));
}, 60_000);

afterAll(async () => {
  await desk?.close();
});

const json = { 'content-type': 'application/json' };

function as(token = '', method = 'GET', path = '', body?: object): Promise<Response> {
  return fetch(`${desk.url}/support/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? json : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** The same by the session of another person, an admin. */
function asOther(method: string, path: string, body?: object): Promise<Response> {
  return person.fetch(`${desk.url}/support/v1${path}`, {
    method,
    ...(body ? { headers: json, body: JSON.stringify(body) } : {}),
  });
}

const view = (name: string, shared = false): NewView => ({
  place: 'explore',
  name,
  search: 'code=rate_limited&range=24h',
  shared,
});
const saved = async (answer: Promise<Response>) => (await (await answer).json()) as SavedView;
const names = async (answer: Promise<Response>) =>
  viewList.parse(await (await answer).json()).items.map(({ name }) => name);

it('keeps what one person saves to that person, by name, and writes over it', async () => {
  const first = await saved(as(tokens.support, 'POST', '/views', view('My limits')));
  expect(first).toMatchObject({ own: true, shared: false, by: 'automation' });
  const next = { ...view('My limits'), search: 'code=not_found' };
  expect(await saved(as(tokens.support, 'POST', '/views', next))).toMatchObject({
    id: first.id,
    search: 'code=not_found',
  });
  expect(await names(as(tokens.support, 'GET', '/views?place=explore'))).toEqual(['My limits']);
  expect(await names(as(tokens.support, 'GET', '/views?place=dashboards'))).toEqual([]);
  expect(await names(asOther('GET', '/views?place=explore'))).toEqual([]);
  expect((await asOther('DELETE', `/views/${first.id}`)).status).toBe(404);
});

it('lets an engineer share, and nobody but who saved it or an admin remove it', async () => {
  expect((await as(tokens.support, 'POST', '/views', view('Ours', true))).status).toBe(403);
  const ours = await saved(as(tokens.engineer, 'POST', '/views', view('Ours', true)));
  const theirs = await saved(asOther('POST', '/views', view('Theirs', true)));
  const all = viewList.parse(await (await asOther('GET', '/views?place=explore')).json());
  expect(all.items.map(({ name, own }) => [name, own])).toEqual([
    ['Ours', false],
    ['Theirs', true],
  ]);
  expect((await as(tokens.engineer, 'DELETE', `/views/${theirs.id}`)).status).toBe(403);
  expect((await asOther('DELETE', `/views/${ours.id}`)).status).toBe(204);
  expect((await asOther('DELETE', `/views/${ours.id}`)).status).toBe(404);
});

it('stands in the audit, and keeps no whole key', async () => {
  const key = `${'mts'}_live_${'A1b2'.repeat(8)}`;
  const body = { ...view('With a key'), search: `q=${key}` };
  const { id, search } = await saved(as(tokens.support, 'POST', '/views', body));
  expect(search).not.toContain(key.slice(0, 20));
  const noted = await poll('the audit', async () => {
    const rows = await desk.audit?.store.search({ subject: `view:${id}` }, undefined, 5);
    return rows?.[0];
  });
  expect(noted.entry.action).toBe('views:change');
});

it('bounds how many somebody may have', async () => {
  const answers = [];
  for (let n = 0; n < 105; n++)
    answers.push((await as(tokens.support, 'POST', '/views', view(`View ${n}`))).status);
  expect(answers.filter((status) => status === 201).length).toBeLessThanOrEqual(100);
  expect(answers.at(-1)).toBe(400);
}, 60_000);
