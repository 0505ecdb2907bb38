import { ATTR } from '@request-desk/shared/attributes';
import type { DossierFound } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type Desk, startDesk } from '../testkit/desks/desk-process.ts';
import { type Provoked, type Provoker, provoker } from '../testkit/traffic/provoke.ts';

let desk: Desk;
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

  it('is told that an id was never seen, not shown an empty page', async () => {
    await page.goto(`${desk.consoleUrl}/r/req_0123456789abcdef`);
    await page.getByRole('heading', { name: /never seen|not seen|no request/i }).waitFor();
  });

  it('never meets an exception in the page', () => {
    expect(mistakesOfThePage).toEqual([]);
  });
});

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
