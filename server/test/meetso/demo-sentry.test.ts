import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole } from '../../../testkit/desks/console-desk.ts';
import { sentrySearch } from '../../src/alerts/delivery/links.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { sentryStandIn, standInSentry } from '../../src/demo/sentry-stand-in.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-stand-in-'));
const NOW = Date.UTC(2026, 5, 1, 12);
let clickhouse: OpenedStore;
let desk: ConsoleDesk;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: directory });
  await migrate(clickhouse, 3650);
  await clickhouse.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Code, Status, Route, ExceptionType) VALUES
      ('2026-06-01 11:00:00', 'req_0000000000000001', 'internal_error', 500, '/a<b', 'TypeError'),
      ('2026-06-01 11:01:00', 'req_0000000000000002', 'internal_error', 500, '/a<b', 'TypeError'),
      ('2026-06-01 11:02:00', 'req_0000000000000003', 'not_found', 404, '/a', '')`,
    {},
  );
  desk = await openConsole({
    async registerAtRoot(app) {
      await app.register(sentryStandIn, { clickhouse, now: () => NOW });
    },
  });
}, 60_000);

afterAll(async () => {
  await desk?.close();
  await clickhouse?.close();
  rmSync(directory, { recursive: true });
});

it('is where an alert’s link leads, says that it is no Sentry, and groups the exceptions', async () => {
  const incident = {
    started_at: '2026-06-01T10:59:00.000Z',
    ended_at: '2026-06-01T11:30:00.000Z',
    labels: {
      rule: 'errors-500',
      severity: 'page' as const,
      kind: 'global' as const,
      code: 'internal_error',
      route: '',
      org: '',
    },
  };
  const sentry = standInSentry(() => desk.url);
  const link = sentrySearch(incident, { profile: MEETSO_PROFILE, sentry });
  const page = await (await fetch(link ?? '')).text();
  expect(page).toContain('This is not Sentry.');
  expect(page).toContain('/a&#60;b');
  expect(page).toMatch(/TypeError[\s\S]*<td>2<\/td>/);
  expect(page).toContain('href="/r/req_0000000000000002"');
  const one = `${sentry.url}/organizations/demo/issues/?query=request_id:req_0000000000000003`;
  expect(await (await fetch(one)).text()).toContain('No exception of that search is stored.');
});
