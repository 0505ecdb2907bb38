/**
 * Takes the pictures of examples/charges-api: a request's page, the dashboards, and an alert with its
 * message, of a desk that runs with that API's profile. Takes about four minutes of real traffic.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver } from '../testkit/desks/alerts-desk.ts';
import { openChargesDesk } from '../testkit/desks/charges-desk.ts';
import { poll } from '../testkit/poll.ts';
import { slackPage } from './message-pages.ts';
import { smallPng } from './small-png.ts';

const FOLDER = join(import.meta.dirname, '../docs/screenshots/charges');
const LARGEST = 120_000;
/** Charts and lists draw a moment after their numbers are there. */
const DRAWN_MS = 1_000;
const HEALTHY_MS = 90_000;
const CHARGE_EVERY_MS = 150;
/** What customers of a card API do: mostly it works. */
const USUAL = [...Array(14).fill('ok'), 'no_funds', 'no_funds', 'fraction', 'statement', 'nowhere'];

await using stack = new AsyncDisposableStack();
const receiver = await openReceiver();
stack.defer(() => receiver.close());
const browser = await launchBrowser();
stack.defer(() => browser.close());
const charges = await openChargesDesk({
  SENTRY_URL: 'https://sentry.charges.example',
  SENTRY_ORG: 'charges',
  // Nobody listens there: the example's exceptions have their ids all the same.
  SENTRY_DSN: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/7',
  ALLOW_PRIVATE_TARGETS: 'true',
});
stack.defer(() => charges.close());
const { desk } = charges;
const support = supportClient(desk);
const context = await browser.newContext({
  ...asStaff(desk),
  viewport: { width: 1440, height: 900 },
  reducedMotion: 'reduce',
});
const page = await context.newPage();
await addSlack();

let broken = false;
const traffic = setInterval(() => void one().catch(() => undefined), CHARGE_EVERY_MS);
stack.defer(() => clearInterval(traffic));
await page.waitForTimeout(HEALTHY_MS);
const declined = await charges.charge('no_funds');
broken = true;
const incident = await poll('an alert', async () => (await support.firing()).items[0], {
  everyMs: 500,
  timeoutMs: 120_000,
});
const crashed = await charges.charge('crash');
await support.settled(declined);
await support.settled(crashed);

await take('request', `/r/${declined}`);
await take('exception', `/r/${crashed}`);
await take('dashboards', '/dashboards?range=15m');
await take('alert', `/alerts/${incident.id}`);
const message = await poll('the message', async () => receiver.received[0], { timeoutMs: 60_000 });
const sheet = await context.newPage();
await sheet.setViewportSize({ width: 808, height: 200 });
await sheet.setContent(slackPage(message));
await save('alert-message', sheet, true);

async function one(): Promise<void> {
  const usual = USUAL[Math.floor(Math.random() * USUAL.length)];
  const what = broken && Math.random() < 0.6 ? 'crash' : usual;
  if (what === 'statement') await charges.call('/v1/statement');
  else if (what === 'nowhere') await charges.call('/v1/charges/ch_1');
  else if (what === 'fraction')
    await charges.call('/v1/charges', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 5.5, card: 'ok' }),
    });
  else await charges.charge(what);
}

async function addSlack(): Promise<void> {
  const settings = { kind: 'slack', url: `${receiver.url}/slack` };
  const response = await fetch(`${desk.consoleUrl}/support/v1/alert-channels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: '#charges-alerts', settings }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function take(name: string, path: string): Promise<void> {
  await page.goto(`${desk.consoleUrl}${path}`, { timeout: 120_000 });
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 120_000 });
  await poll(
    `${path} to be loaded`,
    async () => ((await page.locator('.animate-skeleton').count()) === 0 ? true : undefined),
    { timeoutMs: 120_000 },
  );
  await save(name, page);
}

async function save(name: string, from: Page, fullPage = false): Promise<void> {
  await from.waitForTimeout(DRAWN_MS);
  const picture = await smallPng(await from.screenshot({ fullPage, animations: 'disabled' }));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.png`), picture);
  console.log(`${name}.png ${(picture.length / 1000).toFixed(0)} kB`);
  if (picture.length > LARGEST) throw new Error(`${name} is larger than ${LARGEST / 1000} kB`);
}
