/**
 * Takes the pictures of the way from a customer's text to the reply, from a fresh demo with a past:
 * `npm run screenshots:last-metre [-- FOLDER]`. Each page stands in both themes, and each 1440 and 390 pixels wide.
 */
import { mkdirSync } from 'node:fs';
import { type RequestPage, requestPage } from '@request-desk/shared/explore-api';
import type { Page } from 'playwright-core';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { takeInBothThemes } from './in-both-themes.ts';

const FOLDER = process.argv[2] ?? 'docs/screenshots/last-metre';
/** Charts and lists draw a moment after their numbers are there. */
const DRAWN_MS = 700;
const PATIENT_MS = 120_000;

mkdirSync(FOLDER, { recursive: true });
const args = ['--demo', '--history', '1d', '--rate', '1'];
const desk = await startDesk({ args, startTimeoutMs: PATIENT_MS });
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ ...asStaff(desk), reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENT_MS);
  const page = await context.newPage();
  const stored = () => /^History: \d+ requests of/m.test(desk.output());
  await poll('the history', async () => stored() || undefined, { timeoutMs: 3 * PATIENT_MS });
  const failed = await newest('internal_error');
  const others = ['rate_limited', 'not_found', 'invalid_key', 'invalid_request', 'scope_missing'];
  const all = [failed, ...(await Promise.all(others.map(newest)))];
  const ids = all.map(({ request_id: id }) => id);

  const pages: readonly (readonly [name: string, path: string])[] = [
    ['failure', `/r/${failed.request_id}`],
    ['several-ids', `/lookup?ids=${ids.join(',')}`],
    ['not-found', '/r/req_0123456789abcdef'],
    ['success', `/r/${(await newest('success')).request_id}`],
    ['unknown-organisation', '/orgs/org_0mtbtveo0tmiiffvwn58'],
    ['incident', await incident()],
    ['dashboards', '/dashboards?range=24h'],
    ['codes', '/codes'],
  ];
  for (const [name, path] of pages) {
    await page.goto(desk.consoleUrl + path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (name === 'several-ids')
      await page
        .getByRole('textbox', { name: /^Reply to/ })
        .first()
        .waitFor();
    await take(page, name);
  }
  const mail = `Hello, since this morning our calls with ${failed.key_prefix} fail with 500 on GET /public/v1/meetings. Maren`;
  await page.goto(desk.consoleUrl);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(mail)})`);
  await page.evaluate('document.activeElement?.blur()');
  await page.keyboard.press('ControlOrMeta+V');
  await page.waitForURL('**/lookup*');
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await take(page, 'mail-without-id');
  const ticket = new URLSearchParams({ text: `It says ${ids[0]}, and then ${ids[1]}` });
  await page.goto(`${desk.consoleUrl}/sidebar#${ticket}`);
  await page
    .getByRole('textbox', { name: /^Reply to/ })
    .first()
    .waitFor();
  await take(page, 'sidebar');
} finally {
  await browser.close();
  await desk.stop();
}

/** The newest request with a code. */
async function newest(code: string): Promise<RequestPage['items'][number]> {
  return await poll(`a request with ${code}`, async () => {
    const answer = await asked(`/requests?code=${code}&limit=1`);
    return requestPage.parse(await answer.json()).items[0];
  });
}

function asked(path: string): Promise<Response> {
  return fetch(`${desk.consoleUrl}/support/v1${path}`, {
    headers: { authorization: `Bearer ${desk.staffToken}` },
  });
}

/** The first alert of the made-up past. */
async function incident(): Promise<string> {
  const answer = await asked('/alerts/history?severity=page');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return `/alerts/${items.at(-1)?.id ?? ''}`;
}

/** One load serves both themes and both widths. */
async function take(page: Page, name: string): Promise<void> {
  await poll('the page to be loaded', async () =>
    (await page.locator('.animate-skeleton').count()) === 0 ? true : undefined,
  );
  await takeInBothThemes(page, { folder: FOLDER, name, drawnMs: DRAWN_MS });
}
