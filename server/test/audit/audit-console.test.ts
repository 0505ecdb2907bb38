import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditChain, auditPage, auditReport } from '@request-desk/shared/audit-api';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { audit, auditLookup } from '../../src/console/audit.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-audit-console-'));
let database: Database;
let desk: ConsoleDesk;
let done = 0;

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    database,
    register: async (api) => {
      api.post<{ Params: { id: string } }>(
        '/keys/:id/burn',
        testRoute('support', 'keys:revoke'),
        async (request) => {
          done++;
          audit(request, { did: 'keys:revoke', org: 'org_1', key_id: request.params.id });
          return { done };
        },
      );
      api.get('/found', testRoute('support', 'requests:read'), async (request) => {
        auditLookup(request, { ids: ['req_1'], org: 'org_1' });
        return { secret: 'seen' };
      });
      api.get('/batch', testRoute('support', 'requests:read'), async (request) => {
        auditLookup(request, { ids: [], count: 400 });
        return {};
      });
      api.get(
        '/file',
        testRoute('support', 'requests:export', { kind: 'export' }),
        async () => 'rows',
      );
      api.get<{ Params: { kind: string } }>(
        '/store/:kind',
        testRoute('support', 'rules:read'),
        async ({ params: { kind } }) => {
          const text = kind === 'text' ? 'a\0' : JSON.stringify('a\0');
          await database.orm.execute(sql`select ${text}::${sql.raw(kind)}`);
        },
      );
      api.get('/counts', testRoute('support', 'dashboards:read'), async () => 'counts');
      api.get('/orgs/:id/health', testRoute('support', 'orgs:read'), async () => 'health');
      api.get('/settings', testRoute('support', 'rules:read'), async () => 'settings');
    },
  });
});

afterAll(async () => {
  await desk.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

async function ask(path: string, method = 'GET', body?: object, headers = {}) {
  const response = await fetch(`${desk.url}/support/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${STAFF_TOKEN}`,
      ...headers,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

async function entries(query = '') {
  await expect.poll(() => desk.audit?.log.state().waiting).toBe(0);
  return (await desk.get(`/audit?${query}`, auditPage)).items;
}

describe('a call', () => {
  it('that changes something stands in the audit before it is done, and how it ended', async () => {
    const reason = { reason: 'leaked in a ticket' };
    await ask('/keys/key_1/burn', 'POST', reason, { 'x-ticket': 'T-1%20%C3%BC' });
    const [ended, begun] = await entries('action=keys%3Arevoke');
    expect(begun).toMatchObject({ outcome: 'begun', status: 0, subjects: ['id:key_1'] });
    expect(ended).toMatchObject({
      outcome: 'done',
      status: 200,
      org: 'org_1',
      subjects: ['key_id:key_1'],
      staff: 'automation',
      ticket: 'T-1 ü',
      reason: 'leaked in a ticket',
    });
    expect(begun?.call_id).toBe(ended?.call_id);
  });

  it('that looks something up is written down, one that reads settings is not', async () => {
    await ask('/found');
    await ask('/settings');
    expect(await entries('subject=request%3Areq_1')).toMatchObject([
      { action: 'requests:read', outcome: 'done', org: 'org_1', count: 1 },
    ]);
    expect(await entries('action=rules%3Aread')).toEqual([]);
  });

  it('that reads an organisation is written down with it', async () => {
    await ask('/orgs/org_9/health');
    expect(await entries('org=org_9')).toMatchObject([
      { action: 'orgs:read', outcome: 'done', org: 'org_9', count: 1 },
    ]);
  });

  it('that makes an unusual number of reads is reported once an hour, in log and audit', async () => {
    for (let n = 0; n < 5; n++) await ask('/batch');
    const reported = await entries('action=reads%3Aunusual');
    expect(reported).toMatchObject([{ staff: 'automation', outcome: 'done' }]);
    expect(reported[0]?.count).toBeGreaterThan(1_000);
    const lines = desk.lines.filter((line) => line.includes('unusual number of reads'));
    expect(lines).toHaveLength(1);
  });

  it('with a NUL in its address is refused as a whole, and breaks off no export', async () => {
    for (const path of ['/audit.csv?action=%00', '/audit?org=a%00b', '/keys/%00/burn'])
      expect((await ask(path)).status).toBe(400);
  });

  it('with text that Postgres cannot store is refused by name, and where it gets there all the same', async () => {
    for (const id of ['a\0b', 'a\ud800'])
      expect(await ask('/copies', 'POST', { what: 'reply', request_ids: [id] })).toMatchObject({
        status: 400,
      });
    const named = await ask('/copies', 'POST', { what: 'a\0' });
    expect(named.text).toContain('what: must not hold NUL');
    for (const kind of ['text', 'jsonb']) expect((await ask(`/store/${kind}`)).status).toBe(400);
  });

  it('that counts is written down once for all calls of some minutes', async () => {
    for (let n = 0; n < 5; n++) await ask('/counts');
    await ask('/counts?org=org_7');
    expect(await entries('action=dashboards%3Aread')).toMatchObject([
      { staff: 'automation', outcome: 'done', org: 'org_7', count: 1 },
      { staff: 'automation', outcome: 'done', org: '', count: 1 },
    ]);
  });

  it('of a page that copies is written down, and free text in it as a hash', async () => {
    const body = { what: 'reply', request_ids: ['req_2', 'mail of ada@example.com'] };
    expect((await ask('/copies', 'POST', body)).status).toBe(204);
    const [entry] = await entries('action=requests%3Acopy');
    expect(entry?.subjects).toEqual([
      'copied:reply',
      'request:req_2',
      expect.stringMatching(/^sha256:[0-9a-f]{32}$/),
    ]);
  });
});

it('records failed sign-ins, sign-ins and sign-outs', async () => {
  const login = (token: string) =>
    fetch(`${desk.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token }),
    });
  await login('wrong');
  const cookie = (await login(STAFF_TOKEN)).headers.get('set-cookie')?.split(';')[0] ?? '';
  await fetch(`${desk.url}/logout`, { method: 'POST', redirect: 'manual', headers: { cookie } });
  const [left, begun, failed] = (await entries()).filter(({ action }) => /session:/.test(action));
  expect(failed).toMatchObject({ outcome: 'failed', staff: '', address: '127.0.0.1' });
  expect(begun).toMatchObject({ outcome: 'done', staff: 'staff', subjects: ['entrance:token'] });
  expect(left).toMatchObject({ action: 'session:leave', staff: 'staff' });
});

it('is searched by person and time, paged, exported, and for admins alone', async () => {
  const page = await desk.get('/audit?person=automation&limit=2', auditPage);
  expect(page.items).toHaveLength(2);
  const rest = await desk.get(`/audit?person=automation&before=${page.next}`, auditPage);
  expect(rest.items[0]?.seq).toBeLessThan(page.next ?? 0);
  expect((await desk.get('/audit?person=nobody', auditPage)).items).toEqual([]);
  expect((await desk.get('/audit?to=2020-01-01T00:00:00Z', auditPage)).items).toEqual([]);
  const csv = (await ask('/audit.csv?org=org_1')).text.split('\r\n');
  expect(csv[0]).toContain('seq,at,staff,action');
  expect(csv.some((line) => line.includes('key_id:key_1'))).toBe(true);
  const { secret } = JSON.parse(
    (await ask('/tokens', 'POST', { name: 'x', role: 'engineer' })).text,
  );
  const asEngineer = { authorization: `Bearer ${secret}` };
  for (const path of ['/audit', '/audit.csv', '/audit/export', '/audit/chain'])
    expect((await ask(path, 'GET', undefined, asEngineer)).status).toBe(403);
});

it('is whole, also after the details of a person are erased', async () => {
  const erased = await ask('/audit/erase', 'POST', { person: 'automation', reason: 'asked for' });
  expect(JSON.parse(erased.text).erased).toBeGreaterThan(4);
  await expect.poll(() => desk.audit?.log.state().waiting).toBe(0);
  const report = auditReport.parse(JSON.parse((await ask('/audit/verify', 'POST')).text));
  expect(report.fault).toBeNull();
  expect(await entries('subject=request%3Areq_1')).toMatchObject([{ staff: null, address: null }]);
  const { exported, head } = await desk.get('/audit/chain', auditChain);
  await desk.audit?.heads.write();
  expect([exported, (await desk.get('/audit/chain', auditChain)).exported?.seq]).toEqual([
    null,
    head.seq,
  ]);
});

it('refuses changes and exports while it cannot be written, and lets lookups go on', async () => {
  await database.orm.execute(sql`alter table audit_entries rename to audit_elsewhere`);
  const before = done;
  const refused = await ask('/keys/key_2/burn', 'POST');
  expect([refused.status, done]).toEqual([503, before]);
  expect(refused.text).toMatch(/"audit_unavailable".*Nothing was changed or given out/);
  const file = await ask('/file');
  expect([file.status, file.text.includes('rows')]).toEqual([503, false]);
  expect((await ask('/found')).text).toContain('seen');
  await database.orm.execute(sql`alter table audit_elsewhere rename to audit_entries`);
  const [lookup, , , failed, begun] = await entries('limit=5');
  expect(lookup).toMatchObject({ action: 'requests:read', outcome: 'done' });
  expect(failed).toMatchObject({ action: 'keys:revoke', outcome: 'failed', status: 503 });
  expect(begun).toMatchObject({ action: 'keys:revoke', outcome: 'begun' });
  expect((await ask('/keys/key_2/burn', 'POST')).status).toBe(200);
});
