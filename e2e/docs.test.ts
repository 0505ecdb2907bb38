import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../testkit/browser/axe.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { openPublicDesk, type PublicDesk } from '../testkit/desks/public-api-desk.ts';

let desk: PublicDesk;
let browser: Browser;
let page: Page;
/** Exceptions of the page, and whatever its security policy refused. */
const mistakes: string[] = [];

beforeAll(async () => {
  [desk, browser] = await Promise.all([openPublicDesk(), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => mistakes.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && mistakes.push(line.text()));
  page.on('dialog', (dialog) => mistakes.push(dialog.message()));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

describe('the documentation in a browser', () => {
  it.each(['errors', 'errors/not_found', 'clients', 'inspect'])(
    '/docs/%s can be read by everybody, also on a small screen',
    async (name) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${desk.url}/docs/${name}`);
        expect(await accessibilityFaults(page)).toEqual([]);
        const overflow = 'document.documentElement.scrollWidth - innerWidth';
        expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );

  it('reads a pasted answer: the section of its code, with the id, and nothing as markup', async () => {
    await page.goto(`${desk.url}/docs/inspect`);
    const pasted = page.getByLabel('The answer');
    const outcome = page.getByRole('status');
    const shown = page.locator('.inspection:visible');
    expect(await shown.count()).toBe(0);
    const answer = await fetch(`${desk.url}/public/v1/meetings`);
    await pasted.fill(await answer.text());
    expect(await shown.locator('h2').innerText()).toContain('unauthorized');
    expect(await outcome.innerText()).toContain(answer.headers.get('x-request-id') ?? 'no id');
    await pasted.fill('HTTP/1.1 429 Too Many Requests … rate_limited req_70ac81fe9ef7a3c6');
    expect(await shown.locator('h2').innerText()).toContain('rate_limited');
    expect(await outcome.innerText()).toContain('req_70ac81fe9ef7a3c6');
    await pasted.fill(
      '{"error":{"code":"<img src=x onerror=alert(1)>"}} <script>alert(1)</script>',
    );
    expect(await shown.count()).toBe(0);
    expect(await outcome.innerText()).toContain('No code of the API');
    await pasted.fill('');
    expect(await outcome.innerText()).toBe('');
    expect(mistakes).toEqual([]);
  });
});
