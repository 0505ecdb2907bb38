import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import * as dashboards from '@request-desk/shared/dashboard-api';
import { HOUR_MS } from '@request-desk/shared/durations';
import * as explore from '@request-desk/shared/explore-api';
import * as support from '@request-desk/shared/support-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { type ExploreDesk, invent, openExplore } from '../../../testkit/desks/explore-data.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-explore-server-'));
const NOW = Date.parse('2026-03-01T10:00:05Z');
let server: ClickHouseServer;
let desk: ExploreDesk;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort());
  desk = await openExplore(NOW, server.url);
  const traffic = { count: 2_000, fromMs: NOW - 30 * HOUR_MS, toMs: NOW, seed: 1 };
  await invent(desk.clickhouse, traffic);
  await desk.rollups.tick();
  await refreshStats(desk.clickhouse, NOW);
});

afterAll(async () => {
  await desk.close();
  await server.kill();
  rmSync(directory, { recursive: true, force: true });
});

// A server binds all parameters itself, where the embedded engine gets numbers written out.
const CALLS: [string, z.ZodType][] = [
  ['/errors/recent', support.recentErrors],
  ['/error-rates', support.errorRates],
  ['/status', support.deskStatus],
  ['/requests?code=error&org=org_1&text=refused', explore.requestPage],
  ['/requests/facets?status=4xx', explore.facets],
  ['/requests/histogram?client=curl/8.5.0', explore.histogram],
  ['/dashboard/series?by=org&limit=2', dashboards.series],
  ['/dashboard/top?code=rate_limited&by=key', dashboards.top],
  ['/dashboard/latency?route=/public/v1/meetings', dashboards.latency],
  ['/dashboard/limits?org=org_1', dashboards.limits],
  ['/dashboard/releases', dashboards.releases],
  ['/codes', dashboards.codes],
  ['/codes/not_found', dashboards.codeDetail],
  ['/orgs/org_1/health', dashboards.orgHealth],
];

it.each(CALLS)('a ClickHouse server answers %s', async (path, shape) => {
  const from = `from=${new Date(NOW - 29 * HOUR_MS).toISOString()}`;
  const ranged = /^\/(requests|dashboard|codes|orgs)/.test(path);
  const separator = path.includes('?') ? '&' : '?';
  const answer = await desk.get(ranged ? `${path}${separator}${from}` : path, shape);
  expect(JSON.stringify(answer)).toContain('data_current_to');
});

it('says that the store is away, and not that there is nothing, when the server is gone', async () => {
  await server.kill();
  const { error } = await desk.get('/requests', consoleErrorBody);
  expect(error.code).toBe('store_unavailable');
  expect((await desk.get('/status', support.deskStatus)).pipeline.store).toBe('unavailable');
});
