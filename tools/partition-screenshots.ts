/**
 * Takes the pictures of a partition: an API process is cut off from the telemetry store, and status
 * page and request page say what that means. Needs Debian's `postgresql`; takes about two minutes.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { openBlackHole } from '../testkit/engines/black-hole.ts';
import { freePort, startClickHouse } from '../testkit/engines/clickhouse-server.ts';
import { startPostgres } from '../testkit/engines/postgres-server.ts';
import { poll } from '../testkit/poll.ts';
import { smallPng } from './small-png.ts';

const FOLDER = 'docs/screenshots/partition';
const STAFF_TOKEN = 'partition-screenshots-staff-token';
const DRAWN_MS = 1_500;
const PATIENCE = { everyMs: 500, timeoutMs: 90_000 };

mkdirSync(FOLDER, { recursive: true });
await using stack = new AsyncDisposableStack();
const directory = mkdtempSync(join(tmpdir(), 'desk-partition-'));
stack.defer(() => rmSync(directory, { recursive: true, force: true }));
const postgres = await startPostgres();
stack.defer(() => postgres.close());
const port = await freePort();
const store = await startClickHouse(directory, port);
stack.defer(() => store.kill());
const way = await openBlackHole(port);
stack.defer(() => way.close());
const browser = await launchBrowser();
stack.defer(() => browser.close());

const shared = { DATABASE_URL: postgres.url(), STAFF_TOKEN, DRAIN_SECONDS: '0' };
const desk = await startDesk({
  env: { ...shared, ROLES: 'ingest,console,alerts', CLICKHOUSE_URL: `http://127.0.0.1:${port}` },
});
stack.defer(() => desk.stop());
const api = await startDesk({
  env: { ...shared, ROLES: 'api', CLICKHOUSE_URL: `http://127.0.0.1:${way.port}` },
});
stack.defer(() => api.stop());

const before = await refused();
await poll(
  'an answer of before to be found',
  async () => (await said(before)) === 'found' || undefined,
  PATIENCE,
);
way.drop();
stack.defer(() => way.restore());
const id = await refused();
console.log(`asked for at once, ${id} is ${await said(id)}`);
await poll(
  'the process to be missed',
  async () => (await said(id)) === 'incomplete' || undefined,
  PATIENCE,
);
for (const [name, path] of [
  ['status', '/status'],
  ['request', `/r/${id}`],
] as const)
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)
    await take(name, path, colorScheme, width);

/** The id of a call without a key. */
async function refused(): Promise<string> {
  const response = await fetch(`${api.apiUrl}/public/v1/meetings`);
  await response.arrayBuffer();
  return response.headers.get('x-request-id') ?? '';
}

async function said(asked: string): Promise<string> {
  const response = await fetch(`${desk.consoleUrl}/support/v1/requests/${asked}`, {
    headers: { authorization: `Bearer ${STAFF_TOKEN}` },
  });
  const answer = (await response.json()) as { found?: boolean; reason?: string };
  return answer.found ? 'found' : (answer.reason ?? String(response.status));
}

async function take(
  name: string,
  path: string,
  colorScheme: 'light' | 'dark',
  width: number,
): Promise<void> {
  const context = await browser.newContext({
    ...asStaff({ staffToken: STAFF_TOKEN }),
    colorScheme,
    viewport: { width, height: width > 1_000 ? 900 : 844 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${desk.consoleUrl}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(DRAWN_MS);
  const file = join(FOLDER, `${name}-${colorScheme}-${width}.png`);
  writeFileSync(file, await smallPng(await page.screenshot({ animations: 'disabled' })));
  console.log(file);
  await context.close();
}
