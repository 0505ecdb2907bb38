import * as dashboards from '@request-desk/shared/dashboard-api';
import { facets, requestPage } from '@request-desk/shared/explore-api';
import { joinList } from '@request-desk/shared/query-string';
import { recentErrors } from '@request-desk/shared/support-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExploreDesk, openExplore } from '../../../testkit/desks/explore-data.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';

const NOW = Date.parse('2026-03-01T10:00:05Z');
const HOSTILE = [
  '=HYPERLINK("http://evil.example")',
  '"><script>alert(1)</script>',
  "'; DROP TABLE api_requests; --",
  'a,b\\,c\nd\r\te',
  '{x: UInt8} %s $y \u0000\u202e\ud83d\ude00',
  'ü'.repeat(200),
  '-',
];
let desk: ExploreDesk;

beforeAll(async () => {
  desk = await openExplore(NOW);
  for (const [index, text] of HOSTILE.entries()) {
    await desk.clickhouse.command(
      `INSERT INTO otel_logs
         (Timestamp, TraceId, ServiceName, EventName, ResourceAttributes, LogAttributes)
       SELECT fromUnixTimestamp64Milli({at: Int64} + toInt64(number)), 'no trace', {text: String},
         'request_desk.request', map('service.version', {text: String}),
         map('request_desk.request.id', concat({text: String}, toString(number)),
           'request_desk.error.code', if(number < 2, 'not_found', {text: String}),
           'request_desk.error.cause', {text: String}, 'http.response.status_code', '-7',
           'http.request.method', {text: String}, 'http.route', {text: String},
           'url.path', {text: String}, 'request_desk.org.id', {text: String},
           'request_desk.api_key.id', {text: String}, 'request_desk.api_key.prefix', {text: String},
           'request_desk.request.duration_ms', ['nan', 'inf', '-1', '1e300'][number + 1],
           'request_desk.error.message', {text: String}, 'request_desk.client.name', {text: String},
           'request_desk.rate_limit.limit', '4294967295', 'request_desk.rate_limit.used', '4294967295')
       FROM numbers(4)`,
      { text, at: NOW - 60_000 * (index + 1) },
    );
  }
  await desk.rollups.tick();
  await refreshStats(desk.clickhouse, NOW);
});

afterAll(() => desk.close());

describe('hostile events', () => {
  it('are listed page by page, whatever their ids are', async () => {
    const ids = new Set<string>();
    let cursor = '';
    do {
      const path = `/requests?limit=3${cursor && `&cursor=${cursor}`}`;
      const page = await desk.get(path, requestPage);
      for (const row of page.items) ids.add(row.request_id);
      cursor = page.next_cursor ?? '';
    } while (cursor);
    expect(ids.size).toBe(HOSTILE.length * 4);
    expect((await desk.get('/errors/recent', recentErrors)).items).toHaveLength(ids.size);
  });

  it.each(HOSTILE.filter((text) => text !== '-'))(
    'are found by what they say: %j',
    async (text) => {
      const counted = await desk.get('/requests/facets?limit=100', facets);
      for (const field of ['cause', 'method', 'route', 'org', 'release', 'client'] as const) {
        const facet = counted.facets.find((one) => one.field === field);
        expect(facet?.values).toContainEqual({ value: text, count: 4 });
        // A client with a slash is a name with a version.
        if (field === 'client' && text.includes('/')) continue;
        const query = `${field}=${encodeURIComponent(joinList([text]))}`;
        expect((await desk.get(`/requests?${query}`, requestPage)).items).toHaveLength(4);
      }
      const search = `/requests?text=${encodeURIComponent([...text].slice(0, 18).join(''))}`;
      expect((await desk.get(search, requestPage)).items.length).toBeGreaterThanOrEqual(4);
    },
  );

  it('do not break a dashboard', async () => {
    const series = await desk.get('/dashboard/series?by=org', dashboards.series);
    expect(series.all.total).toBe(HOSTILE.length * 4);
    const latency = await desk.get('/dashboard/latency', dashboards.latency);
    expect(latency.routes).toHaveLength(HOSTILE.length);
    const { items } = await desk.get('/dashboard/limits', dashboards.limits);
    expect(items).toHaveLength(HOSTILE.length);
    const top = await desk.get('/dashboard/top?code=not_found&by=key', dashboards.top);
    expect(top.total).toBe(HOSTILE.length * 2);
    await desk.get('/dashboard/releases', dashboards.releases);
    await desk.get('/codes/not_found', dashboards.codeDetail);
    await desk.get(`/orgs/${encodeURIComponent(HOSTILE[2] ?? '')}/health`, dashboards.orgHealth);
  });

  it('run nothing in a spreadsheet', async () => {
    const response = await fetch(`${desk.url}/support/v1/requests.csv`);
    const cells = (await response.text()).split(/[,\n]/);
    expect(cells.filter((cell) => /^"?[=@+-]/.test(cell))).toEqual([]);
  });
});
