import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { asStaff } from '../browser/as-staff.ts';
import { findBrowser } from '../browser/browser.ts';
import type { DeskProcess } from '../desks/desk-process.ts';
import { type Found, marksIn, marksInFiles } from './find-marks.ts';

interface Pasted {
  readonly texts: readonly string[];
  readonly marks: readonly string[];
  /** Kept by the page as if by mistake. */
  readonly planted: string;
}

const PAGES = ['/', '/explore', '/audit', '/access', '/status'];

/**
 * Pastes each of `texts` into the console in a real browser, and looks for marks in what
 * the browser keeps: storage, history, address, databases, and every file of its profile.
 */
export async function marksInBrowser(
  desk: Pick<DeskProcess, 'consoleUrl' | 'staffToken'>,
  { texts, marks, planted }: Pasted,
): Promise<Found[]> {
  const profile = mkdtempSync(join(tmpdir(), 'desk-browser-'));
  const { executablePath, env } = await findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    ...asStaff(desk),
    env: env ? { ...process.env, ...env } : process.env,
  });
  const found: Found[] = [];
  try {
    const page = await context.newPage();
    const look = async (where: string) => {
      const kept = String(await page.evaluate(KEPT));
      found.push(...marksIn(`browser ${where}`, kept, marks));
    };
    await page.goto(`${desk.consoleUrl}/`);
    await page.evaluate(`localStorage.setItem('planted', ${JSON.stringify(planted)})`);
    for (const text of texts) {
      await paste(page, text);
      await page.getByRole('main').waitFor();
      await look('after a paste');
    }
    for (const path of PAGES) {
      await page.goto(desk.consoleUrl + path);
      await page.getByRole('main').waitFor();
      await look(path);
    }
  } finally {
    await context.close();
  }
  found.push(...marksInFiles(profile, marks));
  rmSync(profile, { recursive: true, force: true });
  return found;
}

/** As somebody does who has copied a mail. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(
    `{ const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)});
       document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }`,
  );
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
}

const KEPT = `(async () => JSON.stringify([
  location.href, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie,
  await indexedDB.databases(), await caches.keys(),
]))()`;
