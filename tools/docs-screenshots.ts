/**
 * Takes the pictures of the public documentation: `npm run screenshots:docs [-- FOLDER]`. Each page stands in
 * both themes, and each 1440 and 390 pixels wide; the inspector has a real answer of the API in it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { openPublicDesk } from '../testkit/desks/public-api-desk.ts';
import { smallPng } from './small-png.ts';

const FOLDER = process.argv[2] ?? 'docs/screenshots/docs';
const LARGEST = 150_000;
const DRAWN_MS = 300;
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const PAGES = [
  ['errors', '/docs/errors'],
  ['code', '/docs/errors/invalid_request'],
  ['rate-limits', '/docs/rate-limits'],
  ['clients', '/docs/clients#client-py'],
] as const;

mkdirSync(FOLDER, { recursive: true });
await using stack = new AsyncDisposableStack();
const desk = await openPublicDesk({ rateLimit: { burst: 10, perMinute: 60 } });
stack.defer(() => desk.close());
const browser = await launchBrowser();
stack.defer(() => browser.close());
const page = await browser.newPage({ reducedMotion: 'reduce' });

for (const [name, path] of PAGES) {
  await page.goto(desk.url + path);
  await take(page, name);
}
const { secret } = await desk.mint(await desk.org());
const answer = await fetch(`${desk.url}/public/v1/meetings?limit=500&page=2`, {
  headers: { authorization: `Bearer ${secret}` },
});
await page.goto(`${desk.url}/docs/inspect`);
await page.getByLabel('The answer').fill(JSON.stringify(await answer.json(), null, 2));
await take(page, 'inspect');

/** One load serves both themes and both widths. */
async function take(of: Page, name: string): Promise<void> {
  for (const viewport of WIDTHS) {
    await of.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await of.emulateMedia({ colorScheme });
      await of.waitForTimeout(DRAWN_MS);
      const path = join(FOLDER, `${name}-${colorScheme}-${viewport.width}.png`);
      const picture = smallPng(await of.screenshot({ animations: 'disabled' }));
      writeFileSync(path, picture);
      console.log(`${path} ${(picture.length / 1000).toFixed(0)} kB`);
      if (picture.length > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
    }
  }
}
