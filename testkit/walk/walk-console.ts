import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { asStaff } from '../browser/as-staff.ts';
import type { DeskProcess } from '../desks/desk-process.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A page is there when it has asked for nothing for so long and draws no skeleton, or asks again and again. */
const IDLE_MS = 500;
const LONGEST_MS = 15_000;

type Access = Pick<DeskProcess, 'consoleUrl' | 'staffToken'>;

/** The console's routes as its router has them, such as `/codes/$code`. */
export function consoleRoutes(): string[] {
  const text = readFileSync(join(ROOT, 'web/src/app/routes.tsx'), 'utf8');
  return [...text.matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path ?? '');
}

/** Pages wait more than they work: so many are walked at a time. */
const AT_A_TIME = 3;

/**
 * Opens each page and what it opens for something new, with the keys' help, and notes in `said` what
 * stands there and whatever was sent for it.
 */
export async function walkConsole(
  browser: Browser,
  desk: Access,
  paths: readonly string[],
  said: Map<string, string>,
): Promise<void> {
  const turns = Array.from({ length: AT_A_TIME }, (_, turn) =>
    walkPages(
      browser,
      desk,
      paths.filter((_path, place) => place % AT_A_TIME === turn),
      said,
    ),
  );
  await Promise.all(turns);
}

async function walkPages(
  browser: Browser,
  desk: Access,
  paths: readonly string[],
  said: Map<string, string>,
): Promise<void> {
  const page = await browser.newPage(asStaff(desk));
  const settled = watchCalls(page);
  const bodies: Promise<void>[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (!/json|text|javascript/.test(type) || type.includes('event-stream')) return;
    const note = (text: string) => void said.set(new URL(response.url()).pathname, text);
    bodies.push(response.text().then(note, () => undefined));
  });
  for (const path of paths) {
    await page.goto(`${desk.consoleUrl}${path}`);
    await page.locator('main').first().waitFor();
    await settled();
    said.set(`the page ${path}`, await page.content());
    const more = page
      .getByRole('main')
      .getByRole('button', { name: /^(New|Add)\b/, disabled: false });
    if ((await more.count()) > 0) {
      await more.first().click();
      await settled();
      said.set(`the form of ${path}`, await page.content());
    }
  }
  await page.goto(`${desk.consoleUrl}/`);
  await page.locator('main').first().waitFor();
  await page.keyboard.press('?');
  await settled();
  said.set('the help of the keys', await page.content());
  await Promise.all(bodies);
  await page.context().close();
}

/** A wait until the page has no call open, whatever its tail streams, and has drawn what came. */
function watchCalls(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let changedAt = performance.now();
  const change = (by: () => void) => {
    by();
    changedAt = performance.now();
  };
  page.on('request', (request) => {
    if (!request.url().includes('/tail')) change(() => open.add(request));
  });
  const ended = (request: Request) => change(() => open.delete(request));
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    const from = performance.now();
    const isIdle = () => open.size === 0 && performance.now() - changedAt > IDLE_MS;
    // A busy machine may take longer than that from a page's code to its first question.
    const isDrawn = async () => (await page.locator('.animate-skeleton').count()) === 0;
    while (!(isIdle() && (await isDrawn())) && performance.now() - from < LONGEST_MS)
      await page.waitForTimeout(50);
  };
}

/** Fetches each file of the built console, whether a page has asked for it or not. */
export async function walkBundle(desk: Access, said: Map<string, string>): Promise<void> {
  const files = readdirSync(join(ROOT, 'web/dist'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.(js|css|html|svg|json|webmanifest)$/.test(name))) {
    const response = await fetch(`${desk.consoleUrl}/${file}`, {
      headers: { authorization: `Bearer ${desk.staffToken}` },
    });
    said.set(`/${file}`, await response.text());
  }
}
