/**
 * Takes the pictures of the public documentation: `npm run screenshots:docs [-- FOLDER]`. Each page stands in
 * both themes, and each 1440 and 390 pixels wide; the inspector has a real answer of the API in it.
 */
import { mkdirSync } from 'node:fs';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { openPublicDesk } from '../testkit/desks/public-api-desk.ts';
import { takeInBothThemes } from './in-both-themes.ts';

const FOLDER = process.argv[2] ?? 'docs/screenshots/docs';
const DRAWN_MS = 300;
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
  await takeInBothThemes(page, { folder: FOLDER, name, drawnMs: DRAWN_MS });
}
const { secret } = await desk.mint(await desk.org());
const answer = await fetch(`${desk.url}/public/v1/meetings?limit=500&page=2`, {
  headers: { authorization: `Bearer ${secret}` },
});
await page.goto(`${desk.url}/docs/inspect`);
await page.getByLabel('The answer').fill(JSON.stringify(await answer.json(), null, 2));
await takeInBothThemes(page, { folder: FOLDER, name: 'inspect', drawnMs: DRAWN_MS });
