/** What was read already and what one statement reads for two is the same as by a statement each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { DAY_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type ClickHouse, type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { lastAccepted } from '../../src/clickhouse/queries/lookup-history.ts';
import { extentOfFault } from '../../src/clickhouse/queries/lookup-incident.ts';
import { requestsAround } from '../../src/clickhouse/queries/lookup-neighbours.ts';
import { textsOf, WITHIN } from '../../src/clickhouse/queries/time-range.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';
import { newestAccepted } from '../../src/lookup/last-accepted.ts';
import { StoredIds } from '../../src/lookup/seen-ids.ts';
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

describe('the requests around a failed one', () => {
  it.each([1, 3, 200])(
    'are the same from few rows as from many (%d on either side)',
    async (limit) => {
      const range = { fromMs: DAY_AT - 10, toMs: DAY_AT + 250 };
      for (let at = DAY_AT - 5.5; at < DAY_AT + 250; at += 31.25) {
        const question = { keyId: 'key0', at, range, limit };
        const few = await requestsAround(store, question);
        expect(few.length).toBeGreaterThan(0);
        expect(few).toEqual(await requestsAround(manyRows(store), question));
      }
    },
  );

  /** `store`, as if a key had more rows than are read as they are. */
  function manyRows(few: OpenedStore): ClickHouse {
    const { store: counted } = countingStore(few);
    const query: typeof counted.query = async (sql, params, row) => {
      const rows = await counted.query(sql, params, row);
      return /LIMIT 501$/.test(sql)
        ? Array.from({ length: 501 }, () => rows[0] ?? expect.fail())
        : rows;
    };
    return { ...counted, query };
  }
});

describe('what the store knows of ids', () => {
  const idOf = (n: number) => `req_${n.toString(16).padStart(16, '0')}`;
  const day = '2026-11-03';

  beforeAll(() =>
    store.command(
      `INSERT INTO request_index (id, day) SELECT number * 2, {day: Date} FROM numbers(40)`,
      {
        day,
      },
    ),
  );

  it('is asked once for all who ask in one turn, and again in the next', async () => {
    const { store: counted, asked } = countingStore(store);
    const stored = new StoredIds({ clickhouse: counted, profile: MEETSO_PROFILE });
    const ids = Array.from({ length: 40 }, (_, n) => idOf(n));
    const all = () =>
      Promise.all([...ids, ...ids].map(async (id) => (await stored.seen([id])).get(id)?.seen_on));
    expect(await all()).toEqual([...ids, ...ids].map((_, n) => (n % 2 === 0 ? day : undefined)));
    expect(asked()).toBe(1);
    await store.command(`INSERT INTO request_index (id, day) VALUES (1, {day: Date})`, { day });
    expect((await all())[1]).toBe(day);
    expect(asked()).toBe(2);
  });

  it('is asked for together by those who come while a statement runs, and by none for ever', async () => {
    const { store: counted, asked } = countingStore(store);
    const held = Promise.withResolvers<void>();
    const query: typeof counted.query = async (...given) => {
      const first = asked() === 0;
      const rows = await counted.query(...given);
      if (first) await held.promise;
      return rows;
    };
    const stored = new StoredIds({ clickhouse: { ...counted, query }, profile: MEETSO_PROFILE });
    const first = stored.seen([idOf(0)]);
    await turn();
    await turn();
    expect(asked()).toBe(1);
    // One after another, in turns of their own.
    const later = [];
    for (let n = 2; n < 12; n++) {
      later.push(stored.seen([idOf(n)]));
      await turn();
    }
    for (const [n, seen] of (await Promise.all(later)).entries())
      expect(seen.has(idOf(n + 2))).toBe(n % 2 === 0);
    expect(asked()).toBe(2);
    held.resolve();
    expect((await first).has(idOf(0))).toBe(true);
  });

  it('rejects for all of them while the store is away, and asks again after that', async () => {
    const { store: counted, asked } = countingStore(store);
    let away = true;
    const query: typeof counted.query = async (...given) => {
      if (away) throw new StoreUnavailable('away');
      return await counted.query(...given);
    };
    const stored = new StoredIds({ clickhouse: { ...counted, query }, profile: MEETSO_PROFILE });
    const both = await Promise.allSettled([stored.seen([idOf(0)]), stored.seen([idOf(3)])]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect((await stored.seen([idOf(0)])).has(idOf(0))).toBe(true);
    expect(asked()).toBe(1);
  });

  it('says the days of each trace alone and among others', async () => {
    await store.command(
      `INSERT INTO otel_traces (TraceId, SpanId, Timestamp)
       SELECT concat('trace', toString(number % 3)), toString(number),
         toDateTime64('2026-11-03 12:00:00', 9) + INTERVAL intDiv(number, 3) * (number % 3) DAY
       FROM numbers(9)`,
    );
    await store.command(
      `INSERT INTO otel_logs (TraceId, Timestamp) VALUES ('trace0', '2026-11-01 01:00:00'), ('trace4', '2026-11-02 23:59:59')`,
    );
    const { store: counted, asked } = countingStore(store);
    const stored = new StoredIds({ clickhouse: counted, profile: MEETSO_PROFILE });
    const days = {
      trace0: { from: '2026-11-01', to: day },
      trace1: { from: day, to: '2026-11-05' },
      trace2: { from: day, to: '2026-11-07' },
      trace3: undefined,
      trace4: { from: '2026-11-02', to: '2026-11-02' },
    };
    const together = Object.keys(days).map((trace) => stored.daysOf(trace));
    expect(await Promise.all(together)).toEqual(Object.values(days));
    expect(asked()).toBe(2);
    for (const [trace, its] of Object.entries(days))
      expect(await stored.daysOf(trace)).toEqual(its);
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
