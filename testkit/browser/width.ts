import type { Page } from 'playwright-core';

const NEEDED = `new Promise((done) => {
  const look = (left) => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= innerWidth || left === 0) done(scrollWidth);
    else requestAnimationFrame(() => look(left - 1));
  };
  look(60);
})`;

/** Pixels that a page needs once it has followed its window; charts do so a frame or two later. */
export async function widthNeeded(page: Page): Promise<number> {
  return Number(await page.evaluate(NEEDED));
}
