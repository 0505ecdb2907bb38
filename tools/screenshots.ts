/** Takes the pictures of the console that the documentation shows, from a fresh demo. */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '@request-desk/shared/causes';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { startDesk } from '../e2e/harness.ts';
import { poll } from '../e2e/poll.ts';
import { supportClient } from '../e2e/support-client.ts';

const FOLDER = 'docs/screenshots';
const LARGEST = 250_000;
const SHOWN: readonly ErrorCode[] = [
  'rate_limited',
  'internal_error',
  'not_found',
  'invalid_cursor',
  'invalid_key',
];
const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const desk = await startDesk({ args: ['--demo'] });
const browser = await launchBrowser();
try {
  const pages = [{ name: 'home', path: '/' }];
  for (const code of SHOWN) {
    const name = `request-${code.replaceAll('_', '-')}`;
    pages.push({ name, path: `/r/${await newest(code)}` });
  }
  for (const page of pages) await take(browser, page.name, `${desk.consoleUrl}${page.path}`);
} finally {
  await browser.close();
  await desk.stop();
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

async function take(from: Browser, name: string, url: string): Promise<void> {
  for (const viewport of VIEWPORTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await from.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(url);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      const path = join(FOLDER, `${name}-${colorScheme}-${viewport.width}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      await context.close();
      const { size } = statSync(path);
      console.log(`${path} ${(size / 1000).toFixed(0)} kB`);
      if (size > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
    }
  }
}
