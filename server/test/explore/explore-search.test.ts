import { consoleErrorBody } from '@request-desk/shared/console-error';
import { HOUR_MS } from '@request-desk/shared/durations';
import {
  FACETS,
  type FacetName,
  facets,
  histogram,
  requestPage,
} from '@request-desk/shared/explore-api';
import { joinList } from '@request-desk/shared/query-string';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ExploreDesk, invent, openExplore } from '../../../testkit/desks/explore-data.ts';
import { facetCounts } from '../../src/clickhouse/queries/facets.ts';
import { refreshStats, statsVersion } from '../../src/clickhouse/stats.ts';

const NOW = Date.parse('2026-03-01T10:00:05Z');
let desk: ExploreDesk;

const stored = z.object({
  id: z.string(),
  at: z.number(),
  code: z.string(),
  cause: z.string(),
  status: z.string(),
  method: z.string(),
  route: z.string(),
  org: z.string(),
  key: z.string(),
  prefix: z.string(),
  release: z.string(),
  client: z.string(),
  text: z.string(),
});
type Stored = z.infer<typeof stored>;
let rows: Stored[];

beforeAll(async () => {
  desk = await openExplore(NOW);
  // Five days, some of it twice; the last hour also after the statistics were made.
  const traffic = { count: 12_000, fromMs: NOW - 120 * HOUR_MS, toMs: NOW, seed: 3 };
  await invent(desk.clickhouse, traffic);
  await invent(desk.clickhouse, { ...traffic, count: 2_000 });
  await refreshStats(desk.clickhouse, NOW);
  await refreshStats(desk.clickhouse, NOW);
  expect(await statsVersion(desk.clickhouse)).toBe(NOW + 1);
  await invent(desk.clickhouse, { count: 800, fromMs: NOW - 50 * 60_000, toMs: NOW, seed: 4 });
  rows = await desk.clickhouse.query(
    `SELECT RequestId AS id, toUnixTimestamp64Milli(Timestamp) AS at, Cause AS cause,
       multiIf(Code != '', Code, Cause = 'client_closed', 'client_closed', 'success') AS code,
       toString(Status) AS status, Method AS method, Route AS route, OrgId AS org, KeyId AS key,
       KeyPrefix AS prefix, Release AS release, Client AS client,
       concat(Message, ' ', Path) AS text
     FROM api_requests LIMIT 1 BY RequestId`,
    {},
    stored,
  );
  expect(rows).toHaveLength(12_800);
});

afterAll(() => desk.close());

type Filter = Partial<Record<FacetName, string[]>> & { text?: string };

function passes(row: Stored, filter: Filter): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (typeof wanted === 'string') return row.text.toLowerCase().includes(wanted.toLowerCase());
    const values = wanted.map((value) => (value === '-' ? '' : value));
    if (name === 'code' && values.includes('error'))
      return values.includes(row.code) || !['success', 'client_closed'].includes(row.code);
    if (name === 'status')
      return values.some((v) => v === row.status || v === `${row.status[0]}xx`);
    if (name === 'key') return values.includes(row.key) || values.includes(row.prefix);
    return values.includes(row[name as FacetName]);
  });
}

const some = <T extends string>(...values: T[]) =>
  fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined, freq: 1 });
const filters = fc.record({
  code: some('success', 'error', 'client_closed', 'rate_limited', 'not_found', 'internal_error'),
  cause: some('-', 'burst', 'absent', 'client_closed'),
  status: some('200', '429', '4xx', '5xx'),
  method: some('GET', 'POST'),
  route: some('/public/v1/meetings', '/public/v1/meetings/:id', '/nowhere'),
  org: some('-', 'org_0', 'org_3'),
  key: some('-', 'org_1_key_2', 'mts_live_4abc'),
  release: some('1.0.0'),
  client: some('curl', 'meetso-node'),
  text: fc.constantFrom(undefined, undefined, undefined, 'mtg_77', 'REFUSED, "absent"'),
});
const ranges = fc
  .tuple(fc.integer({ min: 0, max: 130 * 60 }), fc.integer({ min: 1, max: 130 * 60 }))
  .map(([end, span]) => ({ to: NOW - end * 61_234, from: NOW - (end + span) * 61_234 }));

function queryOf(filter: object, range: { from: number; to: number }, more = ''): string {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = typeof value === 'string' ? value : joinList(value as string[]);
    return [`${name}=${encodeURIComponent(text)}`];
  });
  const [from, to] = [range.from, range.to].map((ms) => new Date(ms).toISOString());
  return `?${[...parts, `from=${from}`, `to=${to}`].join('&')}${more}`;
}

const defined = (filter: object): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

describe('counts are those of a raw scan', () => {
  it('in the histogram, for any filter and range', async () => {
    await fc.assert(
      fc.asyncProperty(filters, ranges, async (filter, range) => {
        const answer = await desk.get(`/requests/histogram${queryOf(filter, range)}`, histogram);
        const expected = rows.filter(
          (row) => row.at >= range.from && row.at < range.to && passes(row, defined(filter)),
        );
        for (const bucket of answer.buckets) {
          const at = Date.parse(bucket.at);
          const inside = expected.filter(
            (row) => row.at >= at && row.at < at + answer.step_s * 1000,
          );
          expect(bucket.requests).toBe(inside.length);
          expect(bucket.by_code.rate_limited ?? 0).toBe(
            inside.filter((row) => row.code === 'rate_limited').length,
          );
        }
        const sum = answer.buckets.reduce((total, { requests }) => total + requests, 0);
        expect(sum).toBe(expected.length);
        expect(answer.buckets.length).toBeLessThanOrEqual(122);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('in the facets, each of them without its own filter', async () => {
    await fc.assert(
      fc.asyncProperty(filters, ranges, async (filter, range) => {
        const answer = await desk.get(`/requests/facets${queryOf(filter, range)}`, facets);
        const inRange = rows.filter((row) => row.at >= range.from && row.at < range.to);
        expect(answer.total).toBe(inRange.filter((row) => passes(row, defined(filter))).length);
        expect(answer.facets.map(({ field }) => field)).toEqual(FACETS);
        for (const { field, values, others } of answer.facets) {
          const { [field]: _, ...rest } = defined(filter);
          const passing = inRange.filter((row) => passes(row, rest));
          for (const { value, count } of values) {
            const same = passing.filter((row) => (row[field] || '-') === value);
            expect([field, value, count]).toEqual([field, value, same.length]);
          }
          expect(values.reduce((sum, { count }) => sum + count, others)).toBe(passing.length);
        }
      }),
      { numRuns: 30, seed: 12 },
    );
  });
});

it('counts row by row what the statistics lack, beside what they have', async () => {
  const range = { fromMs: NOW - 100 * HOUR_MS, toMs: NOW };
  const filter = { code: ['error'], method: ['GET'] };
  const values = { release: 'Release', path: 'Path' };
  const found = await facetCounts(desk.clickhouse, { range, filter, values, limit: 3 });
  const raw = z.object({ value: z.string(), n: z.number(), total: z.number() });
  for (const [field, column] of Object.entries(values)) {
    const expected = await desk.clickhouse.query(
      `SELECT ${column} AS value, uniqExact(RequestId) AS n, sum(n) OVER () AS total
       FROM api_requests WHERE Code != '' AND Method = 'GET'
         AND Timestamp >= fromUnixTimestamp64Milli({fromMs: Int64})
         AND Timestamp < fromUnixTimestamp64Milli({toMs: Int64})
       GROUP BY value ORDER BY n DESC, value LIMIT 3`,
      range,
      raw,
    );
    const mine = found.filter((row) => row.field === field);
    expect(mine.map(({ value, count, total }) => ({ value, n: count, total }))).toEqual(expected);
    expect(mine.length).toBeGreaterThan(1);
  }
});

describe('search', () => {
  it('pages through everything that passes, newest first, nothing twice or missing', async () => {
    const filter = { code: ['error'], org: ['org_1', '-'] };
    const range = { from: NOW - 60 * HOUR_MS, to: NOW };
    const ids: string[] = [];
    let cursor = '';
    do {
      const more = `&limit=97${cursor && `&cursor=${cursor}`}`;
      const page = await desk.get(`/requests${queryOf(filter, range, more)}`, requestPage);
      ids.push(...page.items.map((row) => row.request_id));
      expect(page.items.every((row) => row.client.includes('/'))).toBe(true);
      cursor = page.next_cursor ?? '';
    } while (cursor);
    const expected = rows
      .filter((row) => row.at >= range.from && row.at < range.to && passes(row, filter))
      .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    expect(ids).toEqual(expected.map((row) => row.id));
  });

  it('finds by client with version, by part of a text, by a pasted key', async () => {
    const page = (query: string) => desk.get(`/requests?${query}`, requestPage);
    expect((await page('client=curl/8.5.0')).items.every((r) => r.client === 'curl/8.5.0')).toBe(
      true,
    );
    expect((await page('client=curl/9')).items).toEqual([]);
    const [first] = (await page('')).items;
    const byId = await page(`text=${first?.request_id.toUpperCase()}`);
    expect(byId.items.map((row) => row.request_id)).toEqual([first?.request_id]);
    const byKey = await page(`key=mts_live_4abc${'x'.repeat(28)}`);
    expect(byKey.items.length).toBeGreaterThan(0);
    expect(byKey.items.every((row) => row.key_prefix === 'mts_live_4abc')).toBe(true);
  });

  it('writes hostile text into CSV as text', async () => {
    const response = await fetch(`${desk.url}/support/v1/requests.csv?code=rate_limited`);
    const text = await response.text();
    const lines = text.trimEnd().split('\r\n');
    const inRange = rows.filter((row) => row.at >= NOW - HOUR_MS && row.code === 'rate_limited');
    expect(lines).toHaveLength(inRange.length + 1);
    expect(lines[0]).toMatch(/^at,request_id,code,/);
    expect(lines[1]).toMatch(/,"Refused, ""(burst|sustained)"""$/);
    expect(response.headers.get('content-disposition')).toContain('requests.csv');
  });

  it.each([
    'from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z',
    'from=yesterday',
    'from=1800-01-01T00:00:00Z',
    'status=6xx',
    'colour=red',
    'limit=501',
    `text=${'x'.repeat(201)}`,
  ])('refuses %s', async (query) => {
    const { error } = await desk.get(`/requests?${query}`, consoleErrorBody);
    expect(error.code).toBe('bad_request');
  });

  it('refuses a cursor of somebody else', async () => {
    for (const cursor of ['x', 'MS4yIDM', '%00']) {
      const { error } = await desk.get(`/requests?cursor=${cursor}`, consoleErrorBody);
      expect(error.code).toBe('bad_cursor');
    }
  });

  it.each([
    'org=%27%3B%20DROP%20TABLE%20api_requests%3B--&text=%7Bx%3AString%7D',
    'from=2027-01-01T00:00:00Z&to=2027-01-02T00:00:00Z',
    'code=,&status=',
  ])('takes hostile and empty filters calmly: %s', async (query) => {
    for (const path of ['/requests', '/requests/facets', '/requests/histogram']) {
      const response = await fetch(`${desk.url}/support/v1${path}?${query}`);
      expect(response.status).toBe(200);
    }
  });
});
