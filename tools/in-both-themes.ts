import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { smallPng } from './small-png.ts';

const LARGEST = 150_000;
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/**
 * Takes a page that is loaded in both themes, each 1440 and 390 pixels wide, `drawnMs` milliseconds after
 * each change; throws where a picture is larger than 150 kB.
 */
export async function takeInBothThemes(
  page: Page,
  { folder, name, drawnMs }: { folder: string; name: string; drawnMs: number },
): Promise<void> {
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(drawnMs);
      const path = join(folder, `${name}-${colorScheme}-${viewport.width}.png`);
      const picture = await smallPng(await page.screenshot({ animations: 'disabled' }));
      writeFileSync(path, picture);
      console.log(`${path} ${(picture.length / 1000).toFixed(0)} kB`);
      if (picture.length > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
    }
  }
}
