/**
 * Takes the pictures of the console from a fresh demo: all of them, or those whose names are given as
 * arguments.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ERROR_CODES, type ErrorCode } from '../server/src/meetso/catalogue/causes.ts';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { smallPng } from './small-png.ts';

const FOLDER = 'docs/screenshots';
const LARGEST = 120_000;
/** Charts and lists draw a moment after their numbers are there. */
const DRAWN_MS = 1_000;
const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

const chosen = new Set(process.argv.slice(2));
mkdirSync(FOLDER, { recursive: true });
const desk = await startDesk({ args: ['--demo', '--history', '1d'] });
const browser = await launchBrowser();
try {
  const stored = () => /^History: \d+ requests of/m.test(desk.output());
  await poll('the history', async () => stored() || undefined, { timeoutMs: 120_000 });
  const pages = [{ name: 'home', path: '/' }];
  for (const code of ERROR_CODES) {
    const name = `request-${code.replaceAll('_', '-')}`;
    pages.push({ name, path: `/r/${await newest(code)}` });
  }
  const { id: org } = await busiestOrg();
  pages.push(
    { name: 'explore', path: '/explore?range=15m' },
    { name: 'live-tail', path: '/explore?live=1&code=error' },
    { name: 'dashboards', path: '/dashboards?range=24h' },
    { name: 'codes', path: '/codes' },
    { name: 'code', path: '/codes/internal_error?range=1h' },
    { name: 'organisation', path: `/orgs/${org}?range=1h` },
    { name: 'alerts', path: '/alerts' },
    { name: 'alert-history', path: '/alerts/history' },
    { name: 'alert-rules', path: '/alerts/rules' },
  );
  for (const page of pages) await take(browser, page.name, `${desk.consoleUrl}${page.path}`);
} finally {
  await browser.close();
  await desk.stop();
}

/** The organisation with most errors lately: its page has something to show. */
async function busiestOrg(): Promise<{ id: string }> {
  const { items } = await supportClient(desk).recentErrors();
  const known = Map.groupBy(
    items.filter(({ org }) => org !== ''),
    ({ org }) => org,
  );
  const [first] = [...known].sort(([, a], [, b]) => b.length - a.length);
  if (!first) throw new Error('no organisation has an error yet');
  return { id: first[0] };
}

/** The id of a request that failed with `code` and can be found. */
async function newest(code: ErrorCode): Promise<string> {
  const support = supportClient(desk);
  const row = await poll(`an error with ${code}`, async () =>
    (await support.recentErrors()).items.find((item) => item.code === code),
  );
  await support.found(row.request_id);
  return row.request_id;
}

/** Waits until nothing on the page loads any longer; a live tail never is idle. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await poll('the page to be loaded', async () =>
    (await page.locator('.animate-skeleton').count()) === 0 ? true : undefined,
  );
  await page.waitForTimeout(DRAWN_MS);
}

async function take(from: Browser, name: string, url: string): Promise<void> {
  if (chosen.size > 0 && !chosen.has(name)) return;
  for (const viewport of VIEWPORTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await from.newContext({
        ...asStaff(desk),
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(url);
      await page.getByRole('main').waitFor();
      await settle(page);
      const path = join(FOLDER, `${name}-${colorScheme}-${viewport.width}.png`);
      const picture = await smallPng(await page.screenshot({ animations: 'disabled' }));
      await context.close();
      writeFileSync(path, picture);
      console.log(`${path} ${(picture.length / 1000).toFixed(0)} kB`);
      if (picture.length > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
    }
  }
}
