/**
 * Times of dashboards and search over a month of requests in the embedded engine, asked over HTTP:
 * `node bench/explore.ts [--requests 24000000] [--rounds 20] [--dir DIR]`. CPU times say more than
 * clock times where other work runs beside. A directory that is given is kept and used again.
 */
import '../testkit/header-help.ts';

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_MS } from '@request-desk/shared/durations';
import pino from 'pino';
import { z } from 'zod';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { startRollups } from '../server/src/clickhouse/rollups.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { refreshStats, statsVersion } from '../server/src/clickhouse/stats.ts';
import { buildConsole } from '../server/src/console/console-app.ts';
import { exploreRoutes } from '../server/src/explore/routes.ts';
import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';
import { NO_TRAIL, OPEN_ACCESS } from '../testkit/desks/open-access.ts';
import { watermarkOf } from '../testkit/desks/watermark-of.ts';
import { inventRequests } from './lookup/explore-data.ts';

const DAYS = 30;
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '24000000' },
    rounds: { type: 'string', default: '20' },
    dir: { type: 'string' },
  },
});
const [requests, rounds] = [Number(values.requests), Number(values.rounds)];
const dir = values.dir ?? (await mkdtemp(join(tmpdir(), 'request-desk-bench-')));
const log = pino({ level: 'silent' });
const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') });
await migrate(clickhouse, 3650);
const newest = z.object({ n: z.number(), newest: z.number() });
const counted = async () =>
  (
    await clickhouse.query(
      'SELECT count() AS n, toUnixTimestamp64Milli(max(Timestamp)) AS newest FROM api_requests',
      {},
      newest,
    )
  )[0] ?? { n: 0, newest: 0 };

if ((await counted()).n < requests) {
  const step = (DAYS * DAY_MS) / requests;
  const start = Date.now() - DAYS * DAY_MS;
  for (let day = 0; day < DAYS; day++) {
    await inventRequests(clickhouse, Math.round(requests / DAYS), start + day * DAY_MS, step);
  }
}
if ((await statsVersion(clickhouse)) === 0) {
  const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
  let began = performance.now();
  await rollups.tick();
  console.log(`error rates of the month   ${seconds(began)} s`);
  began = performance.now();
  await refreshStats(clickhouse, Date.now());
  console.log(`statistics of the month    ${seconds(began)} s`);
  await rollups.stop();
  began = performance.now();
  await refreshStats(clickhouse, Date.now());
  console.log(`statistics, once more      ${seconds(began)} s`);
}
const { n, newest: nowMs } = await counted();
const app = await buildConsole({
  profile: MEETSO_PROFILE,
  directory: undefined,
  log,
  host: '127.0.0.1',
  access: OPEN_ACCESS,
  trail: NO_TRAIL,
  staticDir: join(dir, 'none'),
  probe: () => ({ ready: true, status: 'ok' }),
  register: async (api) => {
    await api.register(exploreRoutes, {
      profile: MEETSO_PROFILE,
      clickhouse,
      pipeline: () => undefined,
      watermark: watermarkOf(clickhouse),
      now: () => nowMs + 1,
      version: 'bench',
      sentryConfigured: false,
      publicApiUrl: () => '',
    });
  },
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`${n} requests of ${DAYS} days; ms, p50 / p95 of ${rounds}, CPU of one`);
for (const [name, days, path] of panels()) {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    // A different range each time, so that nothing is answered from a cache of results.
    const to = nowMs + 1 - round * 61_000;
    const range = `from=${iso(to - days * DAY_MS)}&to=${iso(to)}`;
    const began = performance.now();
    const response = await fetch(`${url}/support/v1${path}${range}`);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    times.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = ((user + system) / 1000 / rounds).toFixed(0);
  times.sort((a, b) => a - b);
  const title = `${name}, ${days} d`.padEnd(28);
  console.log(`${title} ${at(times, 0.5)} / ${at(times, 0.95)}, cpu ${cpu}`);
}
await app.close();
await clickhouse.close();
if (!values.dir) await rm(dir, { recursive: true });

function panels(): [string, number, string][] {
  const month: [string, string][] = [
    ['requests by code', '/dashboard/series?by=code&'],
    ['requests by route', '/dashboard/series?by=route&'],
    ['requests by org', '/dashboard/series?by=org&'],
    ['top keys by 429', '/dashboard/top?code=rate_limited&by=key&'],
    ['top orgs by 500', '/dashboard/top?code=internal_error&by=org&'],
    ['latency', '/dashboard/latency?'],
    ['limit pressure', '/dashboard/limits?'],
    ['releases', '/dashboard/releases?'],
    ['codes', '/codes?'],
    ['code page', '/codes/rate_limited?'],
    ['organisation page', '/orgs/org_3/health?'],
    ['histogram', '/requests/histogram?'],
    ['facets', '/requests/facets?'],
    ['facets, filtered', '/requests/facets?code=error&org=org_1&'],
    ['search', '/requests?'],
    ['search one key', '/requests?key=key_7&code=internal_error&'],
  ];
  return [
    ...month.map(([name, path]): [string, number, string] => [name, DAYS - 1, path]),
    ...month.map(([name, path]): [string, number, string] => [name, 1, path]),
    ['search text', 1, '/requests?text=mtg_777&'],
    ['search text', DAYS - 1, '/requests?text=nowhere_to_be_found&'],
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function at(sorted: readonly number[], share: number): string {
  const value =
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return value.toFixed(0);
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
