import type { Page } from 'playwright-core';

/** Pages open without what they preload later (after half a second): it is not needed to show them. */
export async function withoutPreloads(page: Page): Promise<void> {
  await page.addInitScript(`{
    const start = window.setTimeout;
    window.setTimeout = (run, ms, ...rest) => start(run, ms >= 500 ? 1e6 : ms, ...rest);
  }`);
}
