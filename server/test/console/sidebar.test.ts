import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replyUses } from '../../../shared/src/reply-uses-api.ts';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { poll } from '../../../testkit/poll.ts';

const HELP_DESK = 'https://acme.zendesk.com';
let desk: ConsoleDesk;
let nowMs = Date.UTC(2026, 10, 27, 12);

beforeAll(async () => {
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    sidebarAncestors: [HELP_DESK],
    now: () => nowMs,
  });
}, 60_000);

afterAll(async () => {
  await desk?.close();
});

const post = (path: string, body: object) =>
  fetch(`${desk.url}/support/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STAFF_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the sidebar page', () => {
  it('is framed by whom the configuration names, without signing in and without data', async () => {
    const page = await fetch(`${desk.url}/sidebar?text=x&org=org_1`, { redirect: 'manual' });
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${HELP_DESK}`);
    expect(policy).toContain("default-src 'none'");
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).not.toContain('application/json');
  });

  it.each(['/', '/login', '/sidebar.html', '/sidebar/', '/r/x', '/support/v1/me', '/healthz'])(
    'is the only one: %s is framed by nobody',
    async (path) => {
      const { headers } = await fetch(desk.url + path, { redirect: 'manual' });
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    },
  );

  it('is framed by nobody where nobody is named', async () => {
    const alone = await openConsole();
    const { headers } = await fetch(`${alone.url}/sidebar`);
    await alone.close();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('the cookie of a frame', () => {
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    fetch(`${desk.url}${path}`, { method, headers });

  it('carries a personal token, until that is revoked, and nothing else', async () => {
    const made = await post('/tokens', { name: 'Frame', role: 'support' });
    const { id, secret } = (await made.json()) as { id: string; secret: string };
    const kept = await ask('/sidebar/token', { authorization: `Bearer ${secret}` }, 'POST');
    const cookie = kept.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-.*; Path=\/; HttpOnly; SameSite=None; Partitioned; Secure$/);
    const sent = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await ask('/support/v1/me', sent)).status).toBe(200);
    const elsewhere = { ...sent, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    expect((await ask('/support/v1/me', elsewhere)).status).toBe(403);
    await fetch(`${desk.url}/support/v1/tokens/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${STAFF_TOKEN}` },
    });
    expect((await ask('/support/v1/me', sent)).status).toBe(401);
    const shared = { authorization: `Bearer ${STAFF_TOKEN}` };
    expect((await ask('/sidebar/token', shared, 'POST')).status).toBe(403);
    expect((await ask('/sidebar/token', {}, 'POST')).status).toBe(401);
  });
});

describe('what becomes of a draft', () => {
  const draft = { code: 'limited', cause: 'burst', locale: 'en', place: 'sidebar' };
  const uses = () => desk.get('/replies/uses?code=limited', replyUses);

  it('is audited and counted by cause for 30 days, and by nobody’s name', async () => {
    const ids = ['req_70ac81fe9ef7a3c6'];
    for (const useful of [true, true, false])
      expect((await post('/replies/ratings', { ...draft, useful, request_ids: ids })).status).toBe(
        204,
      );
    const copied = await post('/copies', { what: 'reply', request_ids: ids, reply: draft });
    expect(copied.status).toBe(204);
    const other = { ...draft, cause: 'minute', useful: false };
    expect((await post('/replies/ratings', other)).status).toBe(204);
    expect(await uses()).toEqual({
      days: 30,
      items: [
        { code: 'limited', cause: 'burst', copied: 1, useful: 2, not_useful: 1 },
        { code: 'limited', cause: 'minute', copied: 0, useful: 0, not_useful: 1 },
      ],
    });
    const asking = { ...draft, code: '', cause: 'no_id', place: 'console' };
    await post('/copies', { what: 'reply', reply: asking });
    const all = await desk.get('/replies/uses', replyUses);
    expect(all.items).toHaveLength(3);
    expect(all.items).toContainEqual({
      code: '',
      cause: 'no_id',
      copied: 1,
      useful: 0,
      not_useful: 0,
    });
    await poll('the audit', async () => {
      const rows = await desk.audit?.store.search({ subject: 'reply:useful' }, undefined, 20);
      return rows?.some(({ entry }) => entry.subjects.includes(`request:${ids[0]}`)) || undefined;
    });
    nowMs += 29 * DAY_MS;
    expect((await uses()).items).toHaveLength(2);
    nowMs += DAY_MS;
    expect((await uses()).items).toEqual([]);
  });

  it('refuses drafts that it does not know', async () => {
    const wrong = await post('/replies/ratings', { ...draft, useful: true, text: 'Dear customer' });
    expect(wrong.status).toBe(400);
  });
});
