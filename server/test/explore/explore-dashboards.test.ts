import { consoleErrorBody } from '@request-desk/shared/console-error';
import {
  codeDetail,
  codes,
  latency,
  limits,
  orgHealth,
  releases,
  type Series,
  series,
  top,
} from '@request-desk/shared/dashboard-api';
import { DAY_MS, HOUR_MS } from '@request-desk/shared/durations';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExploreDesk, invent, openExplore } from '../../../testkit/desks/explore-data.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';
import { ERROR_CODES } from '../../src/meetso/catalogue/causes.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const NOW = Date.parse('2026-03-01T10:00:05Z');
let desk: ExploreDesk;

const stored = z.object({
  at: z.number(),
  code: z.string(),
  cause: z.string(),
  status: z.number(),
  route: z.string(),
  org: z.string(),
  key: z.string(),
  release: z.string(),
  ms: z.number(),
  limit: z.number(),
  used: z.number(),
});
type Stored = z.infer<typeof stored>;
let answered: Stored[];
/** Those that totals and rates count. */
let counted: Stored[];

beforeAll(async () => {
  desk = await openExplore(NOW);
  const traffic = { count: 8_000, fromMs: NOW - 40 * DAY_MS, toMs: NOW, seed: 7 };
  await invent(desk.clickhouse, traffic);
  await invent(desk.clickhouse, { ...traffic, count: 1_000 });
  await invent(desk.clickhouse, { count: 3_000, fromMs: NOW - 2 * HOUR_MS, toMs: NOW, seed: 8 });
  await desk.rollups.tick();
  const uncounted = uncountedCauses(MEETSO_PROFILE);
  await refreshStats(desk.clickhouse, NOW, { uncounted });
  const rows = await desk.clickhouse.query(
    `SELECT toUnixTimestamp64Milli(Timestamp) AS at, Code AS code, Cause AS cause,
       Status AS status, Route AS route, OrgId AS org, KeyId AS key, Release AS release,
       DurationMs AS ms, RateLimit AS limit, RateUsed AS used
     FROM api_requests LIMIT 1 BY RequestId`,
    {},
    stored,
  );
  expect(rows).toHaveLength(11_000);
  answered = rows.filter((row) => row.cause !== 'client_closed');
  counted = answered.filter((row) => !uncounted.includes(row.cause));
  expect(counted.length).toBeLessThan(answered.length);
});

afterAll(() => desk.close());

/** Ranges of a dashboard: within the last hours, days and a month, not on whole hours. */
const RANGES = [HOUR_MS, 5 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS].map((span) => ({
  name: `${span / HOUR_MS} h`,
  query: `from=${new Date(NOW - span).toISOString()}&to=${new Date(NOW).toISOString()}`,
}));

const inside = ({ from, to }: { from: string; to: string }, of = counted) =>
  of.filter((row) => row.at >= Date.parse(from) && row.at < Date.parse(to));
const isError = (row: Stored) => row.code !== '';
/** The second of the first of some requests. */
const firstAt = (rows: readonly Stored[]) =>
  new Date(Math.floor(Math.min(...rows.map((row) => row.at)) / 1000) * 1000).toISOString();
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

function checkLine(answer: Series, line: Series['all'], rows: readonly Stored[]): void {
  expect([line.key, line.total, line.total_errors]).toEqual([
    line.key,
    rows.length,
    rows.filter(isError).length,
  ]);
  expect([sum(line.requests), sum(line.errors)]).toEqual([line.total, line.total_errors]);
  for (const [index, at] of answer.at.entries()) {
    const start = Date.parse(at);
    const step = rows.filter((r) => r.at >= start && r.at < start + answer.step_s * 1000);
    expect(line.requests[index]).toBe(step.length);
  }
}

describe.each(RANGES)('over $name, every number is that of a raw scan', ({ query }) => {
  it.each(['code', 'route', 'org'] as const)('in the series by %s', async (by) => {
    const answer = await desk.get(`/dashboard/series?by=${by}&limit=3&${query}`, series);
    const rows = inside(answer);
    const keyOf = (row: Stored) =>
      by === 'code' ? row.code || 'success' : (by === 'org' ? row.org : row.route) || '-';
    checkLine(answer, answer.all, rows);
    for (const line of answer.series)
      checkLine(
        answer,
        line,
        rows.filter((row) => keyOf(row) === line.key),
      );
    const named = new Set(answer.series.map(({ key }) => key));
    const rest = rows.filter((row) => !named.has(keyOf(row)));
    if (answer.others) checkLine(answer, answer.others, rest);
    else expect(rest).toEqual([]);
    if (by === 'code') expect(answer.series.at(-1)?.key).toBe('success');
    if (by === 'org') expect(answer.series).toHaveLength(3);
  });

  it('in the top lists, which count what the chart counts', async () => {
    const chart = await desk.get(`/dashboard/series?by=code&limit=20&${query}`, series);
    for (const { key, total } of chart.series.filter((line) => line.key !== 'success')) {
      const list = await desk.get(`/dashboard/top?code=${key}&by=org&${query}`, top);
      expect({ key, total: list.total, from: list.from }).toEqual({ key, total, from: chart.from });
    }
    for (const [code, by] of [
      ['rate_limited', 'key'],
      ['internal_error', 'org'],
    ] as const) {
      const answer = await desk.get(`/dashboard/top?code=${code}&by=${by}&${query}`, top);
      const rows = inside(answer);
      expect(answer.total).toBe(rows.filter((row) => row.code === code).length);
      expect(answer.items.map(({ count }) => count)).toEqual(
        answer.items.map(({ count }) => count).sort((a, b) => b - a),
      );
      for (const item of answer.items) {
        const own = rows.filter((r) => (by === 'key' ? r.key === item.key_id : r.org === item.org));
        expect([item.requests, item.count]).toEqual([
          own.length,
          own.filter((row) => row.code === code).length,
        ]);
      }
    }
  });

  it('in the quantiles, to 2.5 %, which leave out what rates leave out', async () => {
    const answer = await desk.get(`/dashboard/latency?${query}`, latency);
    const rows = inside(answer);
    const exact = (of: Stored[], q: number) =>
      of.map(({ ms }) => ms).sort((a, b) => a - b)[Math.ceil(q * of.length) - 1] ?? Number.NaN;
    const near = (value: number | null | undefined, of: Stored[], q: number) => {
      if (of.length === 0) return expect(value).toBeNull();
      expect(Math.abs((value ?? 0) / exact(of, q) - 1)).toBeLessThan(0.0255);
    };
    expect(sum(answer.routes.map(({ requests }) => requests))).toBe(rows.length);
    for (const route of answer.routes) {
      const own = rows.filter((row) => row.route === route.route);
      expect(route.requests).toBe(own.length);
      near(route.p50, own, 0.5);
      near(route.p99, own, 0.99);
    }
    for (const [index, at] of answer.at.entries()) {
      const start = Date.parse(at);
      const step = rows.filter((r) => r.at >= start && r.at < start + answer.step_s * 1000);
      near(answer.p95[index], step, 0.95);
    }
  });

  it('in limits and releases', async () => {
    const use = await desk.get(`/dashboard/limits?${query}`, limits);
    for (const item of use.items) {
      const own = inside(use, answered).filter((row) => row.key === item.key_id && row.limit > 0);
      expect(item).toMatchObject({
        limit: 60,
        requests: own.length,
        near: own.filter((row) => row.used >= 48).length,
        peak_used: Math.max(...own.map((row) => row.used)),
        refused: own.filter((row) => row.code === 'rate_limited').length,
      });
    }
    const shipped = await desk.get(`/dashboard/releases?${query}`, releases);
    expect(shipped.items.map(({ release }) => release).sort()).toEqual(['1.0.0', '1.1.0']);
    for (const item of shipped.items) {
      const own = inside(shipped).filter((row) => row.release === item.release);
      expect(item).toMatchObject({
        requests: own.length,
        errors: own.filter(isError).length,
        server_errors: own.filter((row) => row.status >= 500).length,
        first_seen: firstAt(own),
        first_ever: firstAt(answered.filter((row) => row.release === item.release)),
      });
    }
  });

  it('on the pages of codes and organisations', async () => {
    const all = await desk.get(`/codes?${query}`, codes);
    const rows = inside(all);
    expect([all.requests, all.items.map(({ code }) => code)]).toEqual([rows.length, ERROR_CODES]);
    const span = Date.parse(all.to) - Date.parse(all.from);
    const before = counted.filter(
      (row) => row.at >= Date.parse(all.from) - span && row.at < Date.parse(all.from),
    );
    for (const item of all.items) {
      const count = rows.filter((row) => row.code === item.code).length;
      expect([item.count, sum(item.trend.counts)]).toEqual([count, count]);
      expect(item.previous).toBe(before.filter((row) => row.code === item.code).length);
      // The first step is a whole one.
      expect(item.trend.at[0]).toBe(all.from);
    }
    if (before.length < 20) expect(all.compared).toBe(false);
    const oldest = Math.min(...counted.map(({ at }) => at));
    const fresh = { from: new Date(oldest).toISOString(), to: all.to };
    const alone = await desk.get(`/codes?${new URLSearchParams(fresh)}`, codes);
    expect(alone).toMatchObject({ compared: false });
    const one = await desk.get(`/codes/rate_limited?${query}`, codeDetail);
    const limited = inside(one).filter((row) => row.code === 'rate_limited');
    expect(one).toMatchObject({
      count: limited.length,
      orgs_hit: new Set(limited.map((row) => row.org)).size,
      keys_hit: new Set(limited.map((row) => row.key)).size,
    });
    for (const list of [one.by_cause, one.by_route, one.by_org])
      expect(sum(list.map(({ count }) => count))).toBe(limited.length);
    expect(one.samples).toHaveLength(10);

    const health = await desk.get(`/orgs/org_2/health?${query}`, orgHealth);
    const own = inside(health).filter((row) => row.org === 'org_2');
    expect(health).toMatchObject({
      requests: own.length,
      errors: own.filter(isError).length,
      last_request_at: new Date(
        Math.floor(Math.max(...own.map((r) => r.at)) / 1000) * 1000,
      ).toISOString(),
    });
    expect(sum(health.by_code.map(({ count }) => count))).toBe(own.length);
    expect(sum(health.keys.map(({ requests }) => requests))).toBe(own.length);
    expect(health.keys).toHaveLength(3);
    checkLine(
      health.series,
      health.series.all,
      inside(health.series).filter((r) => r.org === 'org_2'),
    );
  });
});

it('answers for what nobody called, far futures and decades with zeros', async () => {
  const nobody = await desk.get('/orgs/org_nobody/health', orgHealth);
  expect(nobody).toMatchObject({ requests: 0, keys: [], last_request_at: null });
  const future = 'from=2030-01-01T00:00:00Z&to=2031-01-01T00:00:00Z';
  expect((await desk.get(`/dashboard/series?${future}`, series)).all.total).toBe(0);
  expect((await desk.get(`/dashboard/latency?${future}`, latency)).routes).toEqual([]);
  const decade = 'from=2020-01-01T00:00:00Z&to=2029-01-01T00:00:00Z';
  expect((await desk.get(`/codes?${decade}`, codes)).requests).toBe(counted.length);
  expect((await desk.get('/codes/made_up', consoleErrorBody)).error.code).toBe('no_such_thing');
  expect((await desk.get('/dashboard/top?by=org', consoleErrorBody)).error.message).toContain(
    'code',
  );
});
