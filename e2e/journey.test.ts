import { ATTR } from '@request-desk/shared/attributes';
import type { DossierFound } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { type Provoked, type Provoker, provoker } from '../testkit/traffic/provoke.ts';

let desk: DeskProcess;
let browser: Browser;
let provoke: Provoker;
/** Waited for from the start: the demo's data source fails for seconds only. */
let failing: Promise<Provoked>;
let page: Page;
const mistakesOfThePage: string[] = [];

beforeAll(async () => {
  [desk, browser] = await Promise.all([
    startDesk({ args: ['--demo', '--rate', '5'] }),
    launchBrowser(),
  ]);
  provoke = await provoker(desk);
  failing = provoke.internalError();
  failing.catch(() => undefined);
  page = await browser.newPage({ ...asStaff(desk), viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => mistakesOfThePage.push(String(error)));
});

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

describe('a support person', () => {
  it('pastes an email with an id in it and gets the page of that request', async () => {
    const limited = await provoke.rateLimited();
    await supportClient(desk).found(limited.requestId);
    await page.goto(desk.consoleUrl);
    await page.getByLabel(/^Request id, or any text/).waitFor();
    await paste(
      page,
      `Hi team,\n\nsince this morning our sync stops half way. The last answer was\n\n` +
        `  HTTP 429 {"error":{"code":"rate_limited","request_id":"${limited.requestId}"}}\n\n` +
        'Can you tell us why?\n\nBest regards,\nMaren\n-- \nFernhill Labs',
    );
    await page.waitForURL(`**/r/${limited.requestId}`);
    await expectPageOf(limited);
    await page.locator('article > header').getByText('more than 10 requests').first().waitFor();
    await page.getByText('GET /public/v1/meetings').first().waitFor();
  });

  it('sees each of the eight codes, the same in answer, page, event, span and log', async () => {
    const [internalError, seven] = await Promise.all([failing, provoke.seven()]);
    const eight = [...seven, internalError];
    expect(new Set(eight.map(({ code }) => code)).size).toBe(8);
    for (const provoked of eight) {
      expectDossierOf(provoked, await supportClient(desk).settled(provoked.requestId));
      await page.goto(`${desk.consoleUrl}/r/${provoked.requestId}`);
      await expectPageOf(provoked);
    }
  });

  it('pastes the trace id of the client’s own SDK and gets the page of the request made in it', async () => {
    const trace = '7c11e47a16cd43dd8448eb211c80319c';
    const answer = await fetch(`${desk.apiUrl}/public/v1/meetings`, {
      headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
    });
    const requestId = answer.headers.get('x-request-id') ?? '';
    await supportClient(desk).found(requestId);
    await page.goto(desk.consoleUrl);
    await page.getByLabel(/^Request id, or any text/).waitFor();
    await paste(page, trace);
    await page.waitForURL(`**/r/${trace}`);
    const header = page.locator('article > header');
    await header.getByRole('heading', { name: requestId }).waitFor();
    await header.getByText(`Made in the client’s own trace ${trace}`).waitFor();
    await page.getByText('Client’s trace id').waitFor();
  });

  it('reads that an id was never seen, not shown an empty page', async () => {
    await page.goto(`${desk.consoleUrl}/r/req_0123456789abcdef`);
    await page.getByRole('heading', { name: /never seen|not seen|no request/i }).waitFor();
  });

  it('reaches the reply in the first screen of a phone while three alerts are open', async () => {
    const limited = await provoke.rateLimited();
    await supportClient(desk).found(limited.requestId);
    const phone = await opened({ width: 390, height: 844 });
    const items = ['a', 'b', 'c'].map((name) => ({
      id: `alr_${name}`,
      title: `500s across the API, a long title of the alert ${name}`,
      rule: 'errors-500',
      severity: 'page',
      state: 'firing',
      scope: 'global',
      ended_at: null,
      started_at: new Date().toISOString(),
      sample_request_ids: [limited.requestId],
      current: { at: new Date().toISOString(), window_s: 60, requests: 900, errors: 90 },
    }));
    await phone.route('**/support/v1/alerts', (route) => route.fulfill({ json: { items } }));
    await phone.goto(`${desk.consoleUrl}/r/${limited.requestId}`);
    const copy = phone.getByRole('button', { name: /^Copy reply/ });
    await copy.waitFor();
    await phone.getByRole('button', { name: '2 more' }).waitFor();
    const box = await copy.boundingBox();
    expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
    await phone.getByRole('button', { name: '2 more' }).click();
    await phone.getByRole('link', { name: /alert c$/ }).waitFor();
    await phone.close();
  });

  it('goes on where the browser refuses storage and clipboard', async () => {
    const limited = await provoke.rateLimited();
    await supportClient(desk).found(limited.requestId);
    const hindered = await opened({ width: 1440, height: 900 });
    await hindered.addInitScript(`
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() { throw new DOMException('blocked', 'SecurityError'); },
        });
      Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      Document.prototype.execCommand = () => false;`);
    for (const path of [
      '/',
      '/explore',
      '/dashboards',
      '/codes',
      '/alerts',
      '/status',
      '/lookup',
    ]) {
      await hindered.goto(`${desk.consoleUrl}${path}`);
      await hindered.getByRole('heading', { level: 1 }).first().waitFor();
    }
    await hindered.goto(`${desk.consoleUrl}/r/${limited.requestId}`);
    const reply = hindered.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.fill('In my own words.');
    await hindered.getByRole('button', { name: /^Copy reply/ }).click();
    await hindered.getByText('Reply could not be copied: the browser refused').waitFor();
    // One key is left to press.
    const selected =
      '(({ value, selectionStart: from, selectionEnd: to }) => value.slice(from, to))';
    expect(await hindered.evaluate(`${selected}(document.activeElement)`)).toBe('In my own words.');
    expect(await reply.inputValue()).toBe('In my own words.');
    await hindered.close();
  });

  it('sees that an answer is on its way, and is held up by nothing', async () => {
    const limited = await provoke.rateLimited();
    await supportClient(desk).found(limited.requestId);
    const slow = await opened({ width: 1440, height: 900 });
    const held = Promise.withResolvers<void>();
    await slow.route('**/support/v1/requests/req_*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await slow.goto(`${desk.consoleUrl}/r/${limited.requestId}`);
    await slow.getByText('Looking up the request').waitFor({ state: 'attached' });
    await slow.getByRole('link', { name: 'Codes' }).first().click();
    await slow.getByRole('heading', { level: 1, name: 'Codes' }).waitFor();
    await slow.goBack();
    await slow.getByText('Looking up the request').waitFor({ state: 'attached' });
    held.resolve();
    await slow.getByRole('button', { name: /^Copy reply/ }).waitFor();
    await slow.close();
  });

  it('never meets an exception in the page', () => {
    expect(mistakesOfThePage).toEqual([]);
  });
});

/** Another page of the same person. */
async function opened(viewport: { width: number; height: number }): Promise<Page> {
  const other = await browser.newPage({ ...asStaff(desk), viewport });
  other.on('pageerror', (error) => mistakesOfThePage.push(String(error)));
  return other;
}

function expectDossierOf(provoked: Provoked, dossier: DossierFound): void {
  const { code, cause, status, message, requestId, orgId: org, keyPrefix } = provoked;
  expect(provoked.header).toBe(requestId);
  expect(dossier.trace_id).toBe(traceIdOf(requestId));
  expect(dossier.request).toMatchObject({
    code,
    cause,
    status,
    org,
    message,
    key_prefix: keyPrefix,
  });
  const server = dossier.spans.find((span) => span.kind === 'Server');
  expect(server?.attributes[ATTR.status]).toBe(String(status));
  expect(server?.status).toBe(status >= 500 ? 'Error' : 'Unset');
  const speaks = dossier.logs.some(({ body }) => body.includes(code) || body.includes('failed'));
  expect(speaks).toBe(true);
  expect(dossier.verdict.claims.length).toBeGreaterThan(0);
  expect(dossier.reply?.long).toContain(requestId);
}

/** The page names the id, the status and code, the cause, and where known who called. */
async function expectPageOf(provoked: Provoked): Promise<void> {
  await page.getByRole('heading', { level: 1, name: provoked.requestId }).waitFor();
  const header = page.locator('article > header');
  const text = await header.innerText();
  expect(text).toContain(provoked.code);
  expect(text).toContain(String(provoked.status));
  expect(text).toContain(provoked.cause);
  expect(text).toContain(provoked.keyPrefix);
  expect(text).toContain(provoked.orgId);
}

/** A real paste, with the keyboard, while no field has the focus. */
async function paste(into: Page, text: string): Promise<void> {
  await into.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // As text, because this program's types are those of Node, not of a page.
  await into.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await into.evaluate('document.activeElement?.blur()');
  await into.keyboard.press('ControlOrMeta+V');
}
