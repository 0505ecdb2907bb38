import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { dossier } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { deliver, requestCounts, storeFormer } from '../../../testkit/engines/store-delivery.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { earlierFrame } from '../../../testkit/spool/segments.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { heartbeatsSince } from '../../src/clickhouse/queries/alert-heartbeats.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';

/** The first migration that knows the names of contract 1. */
const NEUTRAL = '013_neutral_names.sql';
/** The fixtures of spools stay where they are, and their events within the retention. */
const RETENTION_DAYS = 3_650;
const SCHEMA = join(import.meta.dirname, '../../schema');
const SPOOL = join(import.meta.dirname, '../../../emitter/src/spool/fixtures/rqd2');
const IN_FIXTURE = 40;
const log = pino({ level: 'silent' });
const row = z.record(z.string(), z.unknown());

/** A request event as the release before contract 1 wrote it. */
function formerEvent(id: string, at: number): Uint8Array {
  const attributes = {
    'meetso.request.id': id,
    'meetso.error.code': 'not_found',
    'meetso.error.cause': 'other_org',
    'meetso.error.message': 'There is no such meeting',
    'meetso.org.id': 'org_former',
    'meetso.api_key.id': 'key_former',
    'meetso.api_key.prefix': 'mts_live_f0rm',
    'meetso.request.duration_ms': 12.5,
    'meetso.not_found.owner_org': 'org_owner',
    'http.response.status_code': 404n,
    'http.request.method': 'GET',
    'http.route': '/public/v1/meetings/:id',
  };
  const traceId = traceIdOf(id);
  return logsBody([{ traceId, eventName: 'meetso.api.request', severity: 13, attributes, at }]);
}

describe('a data directory of before contract 1', () => {
  const directory = mkdtempSync(join(tmpdir(), 'desk-former-'));
  let store: OpenedStore;

  beforeAll(async () => {
    const schema = join(directory, 'schema');
    const former = (path: string) => path === SCHEMA || basename(path) < NEUTRAL;
    cpSync(SCHEMA, schema, { recursive: true, filter: former });
    store = await openClickHouse({ path: join(directory, 'clickhouse') });
    await migrate(store, RETENTION_DAYS, schema);
  });

  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const one = async (sql: string) => (await store.query(sql, {}, row))[0];

  it('keeps its rows, delivers its spool, and counts what comes now with them', async () => {
    const at = Date.now() - 60_000;
    const former = { from: 0x100, to: 0x10a, former: true };
    await storeFormer(store, former, at);
    await migrate(store, RETENTION_DAYS);
    const path = join(directory, 'spool');
    cpSync(SPOOL, path, { recursive: true });
    mkdirSync(join(path, 'errors'), { recursive: true });
    const left = formerEvent('req_00000000000001ff', at);
    writeFileSync(join(path, 'errors', `${at}-000009.seg`), earlierFrame(left));
    const sink = clickHouseSink(store, RETENTION_DAYS);
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });
    await deliver(store, { directory, range: { from: 0x200, to: 0x20a } });
    // A delivery that was under way when the upgrade came is repeated.
    await deliver(store, { directory, range: former, receivedMs: at });
    const events = IN_FIXTURE + 21;
    // What had been delivered before the process was killed is delivered once more, behind the rest.
    const counts = async () => (await requestCounts(store)).slice(1);
    await expect.poll(counts, { timeout: 20_000 }).toEqual([events, events]);
    await spool.close();
    expect(
      await one(`SELECT Code, Cause, OrgId, KeyId, KeyPrefix, DurationMs, Message, Status
        FROM api_requests FINAL WHERE RequestId = 'req_00000000000001ff'`),
    ).toEqual({
      Code: 'not_found',
      Cause: 'other_org',
      OrgId: 'org_former',
      KeyId: 'key_former',
      KeyPrefix: 'mts_live_f0rm',
      DurationMs: 12.5,
      Status: 404,
      Message: 'There is no such meeting',
    });
    const rows = `SELECT count() AS n, uniqExact(RequestId) AS ids FROM api_requests FINAL
      WHERE Code = 'not_found' AND Cause = 'absent' AND OrgId = 'org_a'
        AND KeyPrefix = 'mts_live_abcd'`;
    expect(await one(rows)).toEqual({ n: 20, ids: 20 });
  });

  it('counts each request once on dashboards, whichever names its event has', async () => {
    const rollups = await startRollups(store, { now: Date.now, intervalMs: 3_600_000, log });
    await rollups.tick();
    await rollups.stop();
    for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h']) {
      const sum = `SELECT sum(Requests) AS n FROM ${table} FINAL WHERE OrgId = 'org_a'`;
      expect(await one(sum), table).toEqual({ n: 20 });
    }
  });

  it('reads the heartbeats of processes of either release', async () => {
    const at = Date.now() - 20_000;
    const beats = ['meetso.heartbeat', 'request_desk.heartbeat'].map((eventName) => ({
      eventName,
      at,
      body: 'alive',
    }));
    const path = join(directory, 'beats.seg');
    writeFileSync(path, logsBody(beats));
    const sink = clickHouseSink(store, RETENTION_DAYS);
    await sink.deliver({ stream: 'logs', path, receivedMs: at });
    const found = await heartbeatsSince(store, Math.floor(at / 1000) - 1);
    expect(found).toHaveLength(1);
    expect(found[0]?.buckets).toHaveLength(1);
  });
});

describe('a lookup of a request of before contract 1', () => {
  let desk: LookupDesk;

  beforeAll(async () => {
    desk = await openLookupDesk();
  });

  afterAll(() => desk.close());

  it('says what it says of one of today, under the names of today', async () => {
    const at = Date.now() - 600_000;
    const now = desk.write(at, {
      status: 404,
      code: 'not_found',
      cause: 'other_org',
      method: 'GET',
      message: 'There is no such meeting',
      route: '/public/v1/meetings/:id',
      orgId: 'org_former',
      keyId: 'key_former',
      keyPrefix: 'mts_live_f0rm',
      ownerOrg: 'org_owner',
      durationMs: 12.5,
    });
    const former = 'req_00000000000003ff';
    desk.spool.append('errors', formerEvent(former, at + 1000));
    await desk.settle();
    const found = async (id: string) => {
      const response = await fetch(`${desk.url}/support/v1/requests/${id}`);
      const answer = dossier.parse(await response.json());
      if (!answer.found) throw new Error(answer.explanation);
      return answer;
    };
    const [then, today] = [await found(former), await found(now)];
    const stored = { code: 'not_found', cause: 'other_org', org: 'org_former', duration_ms: 12.5 };
    for (const { request } of [then, today]) {
      expect(request).toMatchObject({ ...stored, key_prefix: 'mts_live_f0rm' });
      expect(request?.attributes).toHaveProperty(['request_desk.resource.owner_org']);
    }
    expect(JSON.stringify(then)).not.toContain('"meetso.');
    const plain = (text: string | undefined) => text?.replaceAll(/req_[0-9a-f]{16}/g, 'ID');
    expect(plain(then.verdict.summary)).toBe(plain(today.verdict.summary));
  });
});
