import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Payload, RAN } from './payloads.ts';

/** Tells what pages did that a payload wanted, since it was last asked. */
export interface WatchedPage {
  faults(): Promise<string[]>;
}

/** Elements that no page of ours has: they stand there only as somebody's markup. */
const FOREIGN =
  'iframe, base, object, embed, math, meta[http-equiv], img[src=x], [onerror], [onload], [onfocus], [ontoggle], a[href^="javascript:" i], a[href^="data:" i]';

/** Watches for scripts that run, dialogs, refusals by the policy, calls to elsewhere, foreign elements. */
export function watchPage(page: Page, ownUrl: string): WatchedPage {
  let seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) seen.push(message.text().slice(0, 160));
  });
  page.on('popup', () => seen.push('a window opened'));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(ownUrl) && !/^(data|blob|about):/.test(url)) seen.push(`a call of ${url}`);
  });
  return {
    async faults() {
      const ran = await page.evaluate(`typeof window.${RAN} !== 'undefined'`);
      const foreign = await page.locator(FOREIGN).count();
      const found = [
        ...seen,
        ...(ran ? ['a script ran'] : []),
        ...(foreign > 0 ? [`${foreign} elements of a payload`] : []),
      ];
      seen = [];
      return found;
    },
  };
}

/** Pages that never stop asking are looked at all the same. */
const SETTLED_MS = 5_000;
const SHOWN_TRIES = 2;

/**
 * Opens `url` and waits until it shows its `main`, once more when it does not. Returns why it never did;
 * undefined when it did.
 */
export async function openPage(
  page: Page,
  url: string,
  timeout = 30_000,
): Promise<string | undefined> {
  let why: string | undefined;
  for (let n = 0; n < SHOWN_TRIES; n++) {
    try {
      await page.goto(url, { waitUntil: 'load', timeout });
      await page.getByRole('main').waitFor({ timeout });
      await page.waitForLoadState('networkidle', { timeout: SETTLED_MS }).catch(() => undefined);
      return undefined;
    } catch (error) {
      const shown = await page
        .locator('body')
        .innerText({ timeout: 1_000 })
        .catch(() => '');
      why = `${String(error).split('\n', 1)} (shown: ${JSON.stringify(shown.slice(0, 120))})`;
    }
  }
  return why;
}

const ROUTES = join(import.meta.dirname, '../..', 'web/src/app/routes.tsx');
/** Pages without an id, as the console's routes have them. */
const LISTS = [...readFileSync(ROUTES, 'utf8').matchAll(/\bpath: '([^'$]+)'/g)].map(
  ([, path = '']) => path,
);

/** Every page of the console, those with ids once for each, and each fifteenth payload as an address. */
export function pagesWith(
  ids: readonly string[],
  all: readonly Payload[],
  everyPage: boolean,
): string[] {
  const addressed = all
    .filter((_, n) => n % 15 === 0)
    .map(({ text }, n) => {
      const sent = encodeURIComponent(text.toWellFormed());
      const page = LISTS[n % LISTS.length] ?? '/';
      const named = ['/r/', '/codes/', '/orgs/', '/keys/', '/ids/', '/alerts/'][n % 6] ?? '/r/';
      return n % 2 === 0 ? `${page}?q=${sent}&org=${sent}&code=${sent}&id=${sent}` : named + sent;
    });
  return [...ids.map((id) => `/r/${id}`), ...(everyPage ? LISTS : []), ...addressed];
}
