import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { segmentName } from '@request-desk/fastify/spool/segment-name';
import { traceIdOf } from '@request-desk/shared/ids';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { eraseCommand } from '../../src/cli/erase-command.ts';
import { ERASED_TABLES, KNOWN_COLUMNS } from '../../src/clickhouse/erasure/erase-rows.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';
import { erasureRoutes } from '../../src/console/erasure/routes.ts';
import { AuditStore } from '../../src/database/audit/audit-store.ts';

const CANARY = 'canary7d1f';
const CLIENT_TRACE = '0af7651916cd43dd8448eb211c80319c';
const T = Date.now() - 2 * 3_600_000;
let store: LookupDesk;
let desk: ConsoleDesk;
let [org, other] = ['', ''];
const mine: (Partial<RequestEvent> & { requestId: string })[] = [];
const theirs: string[] = [];

beforeAll(async () => {
  store = await openLookupDesk();
  org = (await store.orgs.create(`Fernhill ${CANARY}`, new Date(T))).id;
  other = (await store.orgs.create('Quarry Street', new Date(T))).id;
  const { key } = await store.keys.mint(
    { orgId: org, name: `key ${CANARY}`, scopes: [] },
    new Date(T),
  );
  const failed = { code: 'not_found', cause: 'absent', message: 'None.', status: 404 } as const;
  for (let n = 0; n < 20; n++) {
    const { requestId } = mintRequestId();
    mine.push({
      ...failed,
      requestId,
      traceId: traceIdOf(requestId),
      userAgent: CANARY,
      orgId: org,
      keyId: key.id,
      keyPrefix: key.prefix,
      clientAddress: '192.0.2.9',
      clientTraceId: CLIENT_TRACE,
      path: `/public/v1/meetings/${CANARY}`,
    });
    theirs.push(
      store.write(T + n * 1_000, {
        ...failed,
        orgId: other,
        keyId: 'key_other',
        clientTraceId: CLIENT_TRACE,
      }),
    );
  }
  writeMine();
  await store.settle();
  await refreshStats(store.clickhouse, Date.now());
  cpSync(spoolPath(), copyPath(), { recursive: true });
  await store.database.orm.execute(sql`
    insert into incidents (id, key, rule_id, severity, title, scope, since, fired_at, ended_at, evidence)
    values ('alr_1', ${`org-500:${org}`}, 'x', 'page', ${`Fernhill ${CANARY}: faults`}, ${`org ${org}`},
      now(), now(), now(), ${JSON.stringify({ seen: { orgs: [org] } })}::jsonb)`);
  const watermark = { currentTo: () => new Date(Date.now() + 3_600_000).toISOString() };
  desk = await openConsole({
    staffToken: STAFF_TOKEN,
    database: store.database,
    register: async (api) =>
      void (await api.register(erasureRoutes, {
        clickhouse: store.clickhouse,
        database: store.database,
        directory: store.directory,
        watermark,
        audit: new AuditStore(store.database),
        now: Date.now,
        knownEverywhereMs: 0,
      })),
  });
}, 120_000);

afterAll(async () => {
  await desk.close();
  await store.close();
});

/** The same requests as before, as from a copy of a spool or a sender's queue. */
function writeMine(): void {
  const steps = [{ name: `query ${CANARY}`, share: 0.5 }];
  for (const [n, event] of mine.entries()) store.write(T + n * 1_000, event, steps);
}

const spoolPath = () => join(store.postgresPath, '../spool');
const copyPath = () => join(store.postgresPath, '../copy-of-spool');

/** Gives the store, byte for byte, what the spool had delivered before: each segment, then all joined. */
async function deliverCopies(receivedMs: number): Promise<number> {
  const sink = clickHouseSink(store.clickhouse, 30);
  let segments = 0;
  for (const stream of ['errors', 'logs', 'traces'] as const) {
    const names = readdirSync(join(copyPath(), stream)).filter(segmentName);
    const parts = names.map((name) => ({ path: join(copyPath(), stream, name), receivedMs }));
    for (const part of parts) await sink.deliver({ stream, ...part });
    if (parts.length > 0) await sink.deliverTogether?.({ stream, parts });
    segments += parts.length;
  }
  return segments;
}

async function erase(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const say = (line: string) => {
    text += line;
  };
  const places = { url: desk.url, token: STAFF_TOKEN, out: say, err: say };
  return { code: await eraseCommand(args, places), text };
}

const counted = z.object({ count: z.number() });
async function count(from: string): Promise<number> {
  const [row] = await store.clickhouse.query(`SELECT count() AS count FROM ${from}`, {}, counted);
  return row?.count ?? 0;
}

const PLACES = [
  'api_requests',
  'error_rates_10s',
  'error_rates_1m',
  'error_rates_1h',
  'request_stats_1h',
].map((table) => [table, `${table} WHERE OrgId = `] as const);

async function left(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [table, where] of PLACES) found[table] = await count(`${where}'${org}'`);
  const traces = `(${mine.map(({ requestId }) => `'${traceIdOf(requestId)}'`).join(',')})`;
  for (const table of ['otel_traces', 'otel_logs'])
    found[table] = await count(`${table} WHERE TraceId IN ${traces}`);
  const ids = mine.map(({ requestId }) => `'${requestId}'`).join(',');
  found.client_traces = await count(`client_traces WHERE request_id IN (${ids})`);
  return found;
}

const totals = async () =>
  await Promise.all(
    ['error_rates_1h', 'request_stats_1h'].map(async (table) => {
      const sum = `SELECT toUInt32(sum(Requests)) AS count FROM ${table} FINAL`;
      return (await store.clickhouse.query(sum, {}, counted))[0]?.count;
    }),
  );

const named = z.object({ name: z.string() });

it('knows every table with organisations, and every column of a request', async () => {
  const columns = 'FROM system.columns WHERE database = currentDatabase()';
  const tables = await store.clickhouse.query(
    `SELECT table AS name ${columns} AND name = 'OrgId' AND table != 'erased_orgs'`,
    {},
    named,
  );
  expect(ERASED_TABLES).toEqual(expect.arrayContaining(tables.map(({ name }) => name)));
  const found = await store.clickhouse.query(
    `SELECT name ${columns} AND table = 'api_requests'`,
    {},
    named,
  );
  expect(found.map(({ name }) => name).sort()).toEqual([...KNOWN_COLUMNS].sort());
});

it('is counted first, and needs a reason', async () => {
  expect((await erase('--help')).text).toContain('request-desk erase --org ID');
  expect((await erase('--org', org)).code).toBe(2);
  const { code, text } = await erase('--org', org, '--dry-run');
  expect([code, text]).toEqual([0, expect.stringContaining('api_requests: 20\n')]);
  expect(text).toMatch(/otel_logs: [2-9]\d\n/);
  expect((await left()).api_requests).toBe(20);
});

it('goes from every store, and its totals stay', async () => {
  const before = await totals();
  expect(Object.values(await left()).every((rows) => rows > 0)).toBe(true);
  const { code, text } = await erase('--org', org, '--reason', 'asked for it');
  expect([code, text]).toEqual([0, expect.stringMatching(/left: 0 \(counted as erased_/)]);
  expect(Object.values(await left())).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(await totals()).toEqual(before);
  expect(await count('client_traces')).toBe(theirs.length);
  expect(await count(`api_requests WHERE startsWith(OrgId, 'erased_')`)).toBe(20);
  const rows = await store.database.orm.execute(sql`
    select (select count(*) from orgs where id = ${org}) + (select count(*) from api_keys where org_id = ${org})
      + (select count(*) from incidents where title like ${`%${CANARY}%`} or key like ${`%${org}%`}
        or evidence::text like ${`%${org}%`}) as n`);
  expect(JSON.stringify(rows)).toMatch(/"n":"?0/);
  for (const id of theirs.slice(0, 3))
    expect(await store.lookup.dossier(id)).toMatchObject({ found: true, request: { org: other } });
  const gone = await store.lookup.dossier(mine[0]?.requestId ?? '');
  expect(gone).toMatchObject({ found: false });
  expect(gone).not.toMatchObject({ reason: 'never_seen' });
});

it('does not come back from byte copies of its segments, however late they were received', async () => {
  const theirs = await count(`api_requests FINAL WHERE OrgId = '${other}'`);
  for (const receivedMs of [T, Date.now() + 60_000])
    expect(await deliverCopies(receivedMs)).toBeGreaterThanOrEqual(2);
  expect(Object.values(await left())).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  for (const table of ['otel_logs', 'otel_traces', 'api_requests'])
    expect(await count(`${table} WHERE toString(tuple(*)) LIKE '%${CANARY}%'`)).toBe(0);
  expect(await count(`api_requests FINAL WHERE OrgId = '${other}'`)).toBe(theirs);
});

it('does not come back when it is delivered again, and new requests do', async () => {
  await pause(5_100);
  writeMine();
  const { requestId } = mintRequestId();
  const later = { ...mine[0], requestId, traceId: traceIdOf(requestId), path: '/public/v1/new' };
  store.write(Date.now() + 1_000, later);
  const theirNext = store.write(T, { orgId: other, keyId: 'key_other' });
  await store.settle();
  expect(await left()).toMatchObject({
    otel_traces: 0,
    otel_logs: 0,
    api_requests: 1,
    client_traces: 0,
  });
  expect(await store.lookup.dossier(theirNext)).toMatchObject({ found: true });
  expect(await store.lookup.dossier(requestId)).toMatchObject({ found: true });
});

it('stands in no file of the stores any more, and in the audit', async () => {
  await store.clickhouse.command('OPTIMIZE TABLE api_requests FINAL');
  await store.database.orm.execute(sql`vacuum full`);
  await store.database.orm.execute(sql`checkpoint`);
  const rows = await store.clickhouse.query(
    `SELECT count() AS count FROM otel_logs WHERE Body LIKE '%${CANARY}%'
       OR toString(LogAttributes) LIKE '%${CANARY}%' AND Timestamp < now() - 60`,
    {},
    counted,
  );
  expect(rows[0]?.count).toBe(0);
  expect(filesWith(store.postgresPath, CANARY)).toEqual([]);
  const entries = await new AuditStore(store.database).search(
    { action: 'orgs:erase' },
    undefined,
    9,
  );
  expect(entries.map(({ entry }) => [entry.org, entry.outcome])).toContainEqual([org, 'done']);
});

/** Files in which `text` stands; the log of changes is kept by Postgres for a while. */
function filesWith(path: string, text: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(path, name);
    return (
      !name.startsWith('pg_wal') && statSync(file).isFile() && readFileSync(file).includes(text)
    );
  });
}
