import type { Incident } from '@request-desk/shared/alerts-api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { accessibilityFaults } from '../testkit/browser/axe.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver, type Receiver } from '../testkit/desks/alerts-desk.ts';
import { poll } from '../testkit/poll.ts';
import { calmStage, type Stage } from '../testkit/traffic/outage.ts';

const PATIENT = { everyMs: 200, timeoutMs: 90_000 };

interface MessageAlert extends Incident {
  readonly hit: readonly string[];
  readonly links: {
    readonly alert: string;
    readonly silence: string;
    readonly requests: readonly { readonly id: string; readonly url: string }[];
  };
}

let stage: Stage;
let receiver: Receiver;
let browser: Browser;
let page: Page;
let alert: MessageAlert;
let beganAt: number;
const mistakes: string[] = [];

beforeAll(async () => {
  receiver = await openReceiver();
  [stage, browser] = await Promise.all([
    calmStage(5, { ALERT_WEBHOOK_URL: `${receiver.url}/hook` }),
    launchBrowser(),
  ]);
  page = await browser.newPage({ ...asStaff(stage.desk), viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => mistakes.push(String(error)));
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await stage?.stop();
  await receiver?.close();
});

const messages = () =>
  receiver.received.map(
    ({ body }) => JSON.parse(body) as { type: string; data: { alerts: MessageAlert[] } },
  );
const types = () => messages().map(({ type }) => type);

describe('an outage of everything', () => {
  it('reaches a receiver, with links to requests that exist', async () => {
    expect((await supportClient(stage.desk).firing()).items).toEqual([]);
    stage.toggle();
    beganAt = Date.now();
    const [fired] = await poll('a message', async () => messages()[0]?.data.alerts, PATIENT);
    console.log(`notified ${((Date.now() - beganAt) / 1000).toFixed(1)} s after the first failure`);
    if (!fired) throw new Error('the message names no alert');
    alert = fired;
    expect(types()).toEqual(['alert.fired']);
    expect(alert).toMatchObject({ rule: 'errors-500', scope: 'global', state: 'firing' });
    expect(alert.links.alert).toBe(`${stage.desk.consoleUrl}/alerts/${alert.id}`);
    expect(alert.hit.every((who) => stage.customers.some((name) => who.startsWith(name)))).toBe(
      true,
    );
    expect(alert.links.requests.length).toBeGreaterThanOrEqual(3);
    for (const { id, url } of alert.links.requests) {
      expect(url).toBe(`${stage.desk.consoleUrl}/r/${id}`);
      const { request } = await supportClient(stage.desk).found(id);
      expect(request).toMatchObject({ code: 'internal_error', cause: 'exception', status: 500 });
    }
  });

  it('is on the page of what fires, and is taken on there', async () => {
    await page.goto(`${stage.desk.consoleUrl}/alerts`);
    const card = page.getByRole('list', { name: 'Firing now' });
    await card.getByRole('link', { name: alert.title }).waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('button', { name: 'Acknowledged', pressed: true }).waitFor();
    const { acknowledged } = await supportClient(stage.desk).alert(alert.id);
    expect(acknowledged?.by).toBe('automation');
  });

  it('is silenced by the link of the message: it becomes a page that notifies nobody', async () => {
    await page.goto(alert.links.silence);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill('We are on it');
    await dialog.getByRole('button', { name: 'Silence' }).click();
    await page.getByText('Silenced; 1 alert is covered now').waitFor();
    await poll(
      'the page',
      async () => {
        const { severity } = await supportClient(stage.desk).alert(alert.id);
        return severity === 'page' || undefined;
      },
      PATIENT,
    );
    console.log(`a page ${((Date.now() - beganAt) / 1000).toFixed(1)} s after the first failure`);
    expect(types()).toEqual(['alert.fired']);
  });

  it('shows its evidence and who did what, accessibly in both themes', async () => {
    await page.goto(alert.links.alert);
    await page.getByRole('heading', { level: 1, name: alert.title }).waitFor();
    await page.getByText('Became a page', { exact: true }).waitFor();
    await page.getByText('We are on it').waitFor();
    await page
      .getByRole('textbox', { name: /^Status text, English/ })
      .fill('The data source is down.');
    await page.getByRole('button', { name: 'Save the status text' }).click();
    await page.getByText('Status text saved').waitFor();
    await page.getByRole('region', { name: 'Who is affected' }).waitFor();
    await page.getByRole('button', { name: 'Evidence: show table' }).click();
    await page.getByRole('table').waitFor();
    await page.getByRole('button', { name: 'Evidence: show chart' }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });

  it('is named on the page of each request that belongs to it', async () => {
    await page.goto(alert.links.requests[0]?.url ?? '');
    const note = page.getByRole('paragraph').filter({ hasText: 'Part of an open incident' });
    await note.getByText('The data source is down.').waitFor();
    await page.locator('main').getByRole('link', { name: alert.title }).first().click();
    await page.waitForURL(alert.links.alert);
    await page.getByRole('link', { name: 'Show requests' }).click();
    await page.locator('main').getByRole('link', { name: /^req_/ }).first().waitFor();
  });

  it('costs the budget of an objective, which is made and looked at by keyboard alone', async () => {
    await page.goto(`${stage.desk.consoleUrl}/alerts/objectives`);
    await page.getByText('No objectives are set').waitFor();
    await page.getByRole('button', { name: 'New objective' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New objective' });
    await dialog.getByRole('textbox', { name: 'Name' }).focus();
    await page.keyboard.type('The API answers');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('100');
    await page.keyboard.press('Enter');
    await dialog.getByText(/cannot be met/).waitFor();
    await dialog.getByRole('textbox', { name: /Without a 5xx/ }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('99.9');
    await page.keyboard.press('Enter');
    await page.getByText(/overspent by/).waitFor();
    await page.getByText(/It is not met/).waitFor();
    await page.getByRole('button', { name: 'Burn', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Burn: show table' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });

  it('is sent as a page once its silence is ended', async () => {
    await page.goto(`${stage.desk.consoleUrl}/alerts/silences`);
    await page.getByRole('button', { name: 'End now' }).click();
    await poll(
      'the page to be sent',
      async () => types().includes('alert.paged') || undefined,
      PATIENT,
    );
    expect(types()).toEqual(['alert.fired', 'alert.paged']);
    expect(mistakes).toEqual([]);
  });
});
