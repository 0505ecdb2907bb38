import { consoleErrorBody } from '@request-desk/shared/console-error';
import { deskStatus, errorRates, recentErrors } from '@request-desk/shared/support-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ExploreDesk,
  invent,
  openExplore,
  PIPELINE,
} from '../../../testkit/desks/explore-data.ts';

const NOW = Date.parse('2026-03-01T10:00:05Z');
let desk: ExploreDesk;

beforeAll(async () => {
  desk = await openExplore(NOW);
});

afterAll(() => desk.close());

const count = z.object({ n: z.number() });
async function scan(where: string): Promise<number> {
  const sql = `SELECT uniqExact(RequestId) AS n FROM api_requests WHERE ${where}`;
  return (await desk.clickhouse.query(sql, {}, count))[0]?.n ?? 0;
}

describe('an empty install', () => {
  it('says so everywhere', async () => {
    expect(await desk.get('/errors/recent', recentErrors)).toEqual({
      items: [],
      data_current_to: PIPELINE.data_current_to,
    });
    const rates = await desk.get('/error-rates', errorRates);
    expect(rates.buckets).toHaveLength(60);
    expect(rates.buckets.every(({ requests }) => requests === 0)).toBe(true);
    expect(await desk.get('/status', deskStatus)).toMatchObject({
      version: '1.2.3',
      requests_last_hour: 0,
      staff: { id: 'local', role: 'admin' },
      pipeline: { ...PIPELINE, data_current_to: expect.any(String) },
    });
  });
});

describe('with requests, some of them delivered twice', () => {
  beforeAll(async () => {
    const traffic = { count: 5000, fromMs: NOW - 7_200_000, toMs: NOW, seed: 1 };
    await invent(desk.clickhouse, traffic);
    await invent(desk.clickhouse, { ...traffic, count: 3000 });
    await desk.rollups.tick();
  });

  it('shows the newest errors, each once', async () => {
    const { items } = await desk.get('/errors/recent?limit=500', recentErrors);
    expect(items).toHaveLength(500);
    expect(new Set(items.map((row) => row.request_id)).size).toBe(500);
    expect(items.every((row) => row.code !== '')).toBe(true);
    const times = items.map((row) => row.at);
    expect(times).toEqual(times.toSorted().reverse());
    const missed = await scan(`Code != '' AND Timestamp > '${times.at(-1)?.replace('Z', '')}'`);
    expect(missed).toBeLessThanOrEqual(499);
    expect(missed).toBeGreaterThan(480);
  });

  it.each([
    [60, 60],
    [15, 10],
    [180, 3600],
  ])('counts %i minutes in steps of %i s as a raw scan does', async (minutes, step) => {
    const rates = await desk.get(`/error-rates?minutes=${minutes}&step=${step}`, errorRates);
    expect(rates.buckets).toHaveLength((minutes * 60) / step);
    expect(Date.parse(rates.to)).toBeGreaterThan(NOW);
    const range = `Cause NOT IN ('client_closed', 'idempotency_in_flight') AND Timestamp >= toDateTime64('${rates.from.slice(0, 19)}', 9)
      AND Timestamp < toDateTime64('${rates.to.slice(0, 19)}', 9)`;
    const sum = (of: (bucket: (typeof rates.buckets)[number]) => number) =>
      rates.buckets.reduce((total, bucket) => total + of(bucket), 0);
    expect(sum((bucket) => bucket.requests)).toBe(await scan(range));
    expect(sum((bucket) => bucket.by_code.rate_limited ?? 0)).toBe(
      await scan(`${range} AND Code = 'rate_limited'`),
    );
  });

  it('counts the last hour in the status', async () => {
    const { requests_last_hour } = await desk.get('/status', deskStatus);
    const expected = await scan(
      `Cause NOT IN ('client_closed', 'idempotency_in_flight') AND Timestamp >= '2026-03-01 09:00:00'`,
    );
    expect(requests_last_hour).toBe(expected);
  });

  it.each([
    '/errors/recent?limit=0',
    '/errors/recent?limit=many',
    '/errors/recent?colour=red',
    '/error-rates?minutes=0',
    '/error-rates?step=7',
    '/error-rates?minutes=400000&step=10',
  ])('refuses %s', async (path) => {
    const { error } = await desk.get(path, consoleErrorBody);
    expect(error).toMatchObject({ code: 'bad_request' });
  });
});
