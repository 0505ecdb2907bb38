import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { accessibilityFaults } from '../testkit/browser/axe.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { openReceiver, type Receiver } from '../testkit/desks/alerts-desk.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';

let desk: DeskProcess;
let browser: Browser;
let page: Page;
let receiver: Receiver;
const mistakes: string[] = [];

beforeAll(async () => {
  [desk, browser, receiver] = await Promise.all([
    startDesk({ env: { ALLOW_PRIVATE_TARGETS: 'true' } }),
    launchBrowser(),
    openReceiver(),
  ]);
  page = await browser.newPage({ ...asStaff(desk), viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => mistakes.push(String(error)));
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
  await receiver?.close();
});

/** Both themes, wide and narrow; nothing wider than the window. */
async function expectSound(): Promise<void> {
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(width);
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function fillChannel(name: string, url: string): Promise<void> {
  await page.getByRole('button', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kind').selectOption('alertmanager');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
}

describe('a channel', () => {
  it('that nobody answers at is not saved, unless one means it', async () => {
    await page.goto(`${desk.consoleUrl}/alerts/channels`);
    await fillChannel('Nobody', 'http://127.0.0.1:1');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/test message was not delivered: the connection failed/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save without test' }).click();
    await page.getByText('Channel saved, not tested').waitFor();
    await fillChannel('Lead', receiver.url);
    await page.getByText('Channel saved; the test message was delivered').waitFor();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/api/v2/alerts']);
  });

  it('is reached by pages that nobody acknowledges, as the chain says', async () => {
    await page.getByRole('button', { name: 'Edit the escalation' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await dialog.getByLabel('Minutes after the page').fill('15');
    await dialog.getByRole('checkbox', { name: 'Lead' }).check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    const section = page.getByRole('region', { name: 'Escalation' });
    await section.getByText('15 min').waitFor();
    await expectSound();
  });
});

describe('maintenance', () => {
  it('is planned by keyboard, says what it covers before, and can be ended', async () => {
    await page.goto(`${desk.consoleUrl}/alerts/maintenance`);
    await page.getByText('No maintenance is planned.').waitFor();
    await page.getByRole('button', { name: 'Plan maintenance' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Move of the database');
    await dialog.getByLabel('Time zone').fill('Europe/Berlin');
    await dialog.getByLabel('Repeats').selectOption('day');
    await dialog.getByText('Now it would soften 0 of 0 alerts.').waitFor();
    await dialog.getByText('Next occurrences').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Maintenance planned').waitFor();
    await page.getByText(/every day at .* for 1 h, Europe\/Berlin/).waitFor();
    await expectSound();
    await page.getByRole('button', { name: 'End maintenance: Move of the database' }).click();
    await page.getByText('The maintenance has ended').waitFor();
    expect(mistakes).toEqual([]);
  });
});

describe('a silence', () => {
  it('says what it covers while it is written', async () => {
    await page.goto(`${desk.consoleUrl}/alerts/silences`);
    await page.getByRole('button', { name: 'New silence' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Now it mutes 0 of 0 alerts.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expectSound();
  });
});
