/** What was read already and what one statement reads for two is the same as by a statement each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type OpenedStore, openClickHouse, StoreUnavailable } from '../../src/clickhouse/client.ts';
import { lastAccepted } from '../../src/clickhouse/queries/lookup-history.ts';
import { extentOfFault } from '../../src/clickhouse/queries/lookup-incident.ts';
import { requestsAround } from '../../src/clickhouse/queries/lookup-neighbours.ts';
import { textsOf, WITHIN } from '../../src/clickhouse/queries/time-range.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { newestAccepted } from '../../src/lookup/last-accepted.ts';
import { Arrivals } from '../../src/lookup/seen-ids.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-fewer-'));
const DAY_AT = Date.UTC(2026, 10, 3);
const ROWS = 600;
const call = { keyId: 'key0', method: 'GET', route: '/a' };
let store: OpenedStore;

beforeAll(async () => {
  store = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(store, 400);
  // Some 40 milliseconds hold several calls each, which nanoseconds alone tell apart.
  await store.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Code, Cause, Status, Method, Route, OrgId, KeyId,
       ExceptionType)
     SELECT fromUnixTimestamp64Nano(({at: Int64} + cityHash64(number, 1) % 240) * 1000000
         + cityHash64(number, 2) % 3 * 1000),
       concat('r', toString(cityHash64(number, 3) % 100000)),
       ['', '', 'server', 'limit'][1 + cityHash64(number, 4) % 4],
       if(cityHash64(number, 5) % 5 = 0, 'c', ''), 200, 'GET', if(cityHash64(number, 6) % 4 = 0, '/b', '/a'),
       ['', 'org1', 'org2'][1 + cityHash64(number, 7) % 3], ['', 'key0', 'key1'][1 + cityHash64(number, 8) % 3],
       'Boom'
     FROM numbers({rows: UInt32})`,
    { at: DAY_AT, rows: ROWS },
  );
});

afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

describe('the newest accepted call', () => {
  it.each([
    { limit: 200, spanMs: 100 },
    { limit: 4, spanMs: 100 },
    { limit: 1, spanMs: DAY_MS },
  ])('is that of the store, whatever was read ($limit rows at most)', async ({ limit, spanMs }) => {
    const { store: counted, asked } = countingStore(store);
    const times = Array.from({ length: 80 }, (_, n) => DAY_AT + n * 3 + (n % 2) / 4);
    for (const readyMs of times) {
      const around = { fromMs: readyMs - spanMs, toMs: readyMs + spanMs };
      const question = { keyId: call.keyId, at: readyMs, range: around, limit };
      const read = await requestsAround(store, question);
      const before = read.filter(({ at }) => Date.parse(at) <= readyMs);
      const range = { fromMs: readyMs - 120, toMs: readyMs };
      const found = await newestAccepted(counted, { call, before, range });
      expect(found).toEqual(await lastAccepted(store, call, range));
    }
    // Where many were read, the store need not be asked again as a rule; where few were, it must be.
    if (limit === 200) expect(asked()).toBeLessThan(times.length / 2);
    if (limit === 1) expect(asked()).toBe(times.length);
  });
});

describe('whether ids have arrived', () => {
  const idOf = (n: number) => `req_${n.toString(16).padStart(16, '0')}`;

  it('is asked once for all that wait in one turn, and again in the next', async () => {
    await store.command(
      `INSERT INTO request_index (id, day) SELECT number * 2, toDate('2026-11-03') FROM numbers(40)`,
    );
    const { store: counted, asked } = countingStore(store);
    const arrivals = new Arrivals({ clickhouse: counted, profile: MEETSO_PROFILE });
    const ids = Array.from({ length: 40 }, (_, n) => idOf(n));
    const all = () => Promise.all([...ids, ...ids].map((id) => arrivals.has(id)));
    expect(await all()).toEqual([...ids, ...ids].map((_, n) => n % 2 === 0));
    expect(asked()).toBe(1);
    await store.command(`INSERT INTO request_index (id, day) VALUES (1, toDate('2026-11-03'))`);
    expect((await all())[1]).toBe(true);
    expect(asked()).toBe(2);
  });

  it('rejects for all of them while the store is away, and asks again after that', async () => {
    const { store: counted, asked } = countingStore(store);
    let away = true;
    const query: typeof counted.query = async (...given) => {
      if (away) throw new StoreUnavailable('away');
      return await counted.query(...given);
    };
    const arrivals = new Arrivals({ clickhouse: { ...counted, query }, profile: MEETSO_PROFILE });
    const both = await Promise.allSettled([arrivals.has(idOf(0)), arrivals.has(idOf(3))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await arrivals.has(idOf(0))).toBe(true);
    expect(asked()).toBe(1);
  });
});

describe('the extent of a fault', () => {
  it('is in one statement what it is in two', async () => {
    const fault = { codes: ['server', 'limit'], cause: 'c', exceptionType: 'Boom' };
    for (let readyMs = DAY_AT - 50.5; readyMs < DAY_AT + 300; readyMs += 17.25) {
      const before = { fromMs: readyMs - 90, toMs: readyMs + 1 };
      const around = { fromMs: readyMs - 20, toMs: readyMs + 20 };
      const { store: counted, asked } = countingStore(store);
      const extent = await extentOfFault(counted, fault, { before, around });
      expect(asked()).toBe(1);
      expect(extent.before).toEqual(await reachWithin(before));
      expect(await reachWithin(around)).toMatchObject(extent.around);
    }
  });

  async function reachWithin(range: { readonly fromMs: number; readonly toMs: number }) {
    const [row] = await store.query(
      `SELECT uniqExact(RequestId) AS errors, uniqExactIf(OrgId, OrgId != '') AS orgs,
         uniqExactIf(KeyId, KeyId != '') AS keys, toUnixTimestamp64Milli(min(Timestamp)) AS first_ms,
         argMin(RequestId, Timestamp) AS first_id
       FROM api_requests
       WHERE Code IN ('server', 'limit') AND Cause = 'c' AND ExceptionType = 'Boom' AND ${WITHIN}`,
      textsOf(range),
      z.object({
        errors: z.number(),
        orgs: z.number(),
        keys: z.number(),
        first_ms: z.number(),
        first_id: z.string(),
      }),
    );
    return row;
  }
});
