import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { replyUses } from '@request-desk/shared/reply-uses-api';
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults } from '../testkit/browser/axe.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { type Provoked, provoker } from '../testkit/traffic/provoke.ts';

let [desk, browser, helpDesk, otherSite] = [] as unknown as [DeskProcess, Browser, Server, Server];
let limited: Provoked;
let nameless: { readonly requestId: string };
let token: string;

/** A help desk that frames what its address names. */
function helpDeskServer(): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const src = decodeURIComponent(url.slice(2)).replaceAll('"', '');
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><iframe width="320" height="700" src="${src}"></iframe>`);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  [helpDesk, otherSite, browser] = await Promise.all([
    helpDeskServer(),
    helpDeskServer(),
    launchBrowser(),
  ]);
  const port = portOf(helpDesk);
  desk = await startDesk({
    env: { SIDEBAR_FRAME_ANCESTORS: `http://localhost:${port} http://127.0.0.1:${port}` },
  });
  limited = await (await provoker(desk)).rateLimited();
  const refused = await fetch(`${desk.apiUrl}/public/v1/meetings`);
  nameless = { requestId: refused.headers.get('x-request-id') ?? '' };
  for (const { requestId } of [limited, nameless]) await supportClient(desk).found(requestId);
  const minted = await asStaff('/tokens', { name: 'Help desk', role: 'support', days: 7 });
  token = ((await minted.json()) as { secret: string }).secret;
}, 150_000);

afterAll(async () => {
  helpDesk?.close();
  otherSite?.close();
  await browser?.close();
  await desk?.stop();
});

function asStaff(path: string, body?: object): Promise<Response> {
  const headers = {
    authorization: `Bearer ${desk.staffToken}`,
    'content-type': 'application/json',
  };
  const post = body && { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${desk.consoleUrl}/support/v1${path}`, { headers, ...post });
}

/** Opens the help desk at `host`, with the sidebar for a ticket in its frame. */
async function framed(context: BrowserContext, host: string, ticket: Record<string, string>) {
  const page = await context.newPage();
  const src = `${desk.consoleUrl}/sidebar#${new URLSearchParams(ticket)}`;
  await page.goto(`http://${host}/?${encodeURIComponent(src)}`);
  return { page, frame: page.frameLocator('iframe') };
}

const ticket = () => ({ text: `It says ${limited.requestId}, please help`, org: limited.orgId });
const reply = (frame: FrameLocator) =>
  frame.getByRole('textbox', { name: 'Reply to the customer' });

it('answers a ticket in the frame of another site, by a personal token, and counts what was used', async () => {
  const context = await browser.newContext();
  // Cookies of the console are there, and do not reach into the frame.
  await signIn(context);
  const { page, frame } = await framed(context, `localhost:${portOf(helpDesk)}`, ticket());
  await frame.getByLabel('Personal token').fill('rdt_not-a-token');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByText('The token was not accepted').waitFor();
  await frame.getByLabel('Personal token').fill(token);
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByText('rate_limited').first().waitFor();
  expect(await reply(frame).inputValue()).toContain(limited.requestId);
  const wide = await frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await frame.getByRole('button', { name: 'Copy reply' }).click();
  await frame.getByText('Reply copied').waitFor();
  await frame.getByRole('button', { name: 'Yes' }).click();
  await frame.getByText('Rated useful.').waitFor();
  const uses = await poll('both to be counted', async () => {
    const answer = await asStaff('/replies/uses?code=rate_limited');
    const [item] = replyUses.parse(await answer.json()).items;
    return item?.copied === 1 && item.useful === 1 ? item : undefined;
  });
  expect(uses.cause).toBe(limited.cause);
  // A private window blocks other sites' cookies and storage, and keeps a partitioned cookie.
  await page.reload();
  await reply(frame).waitFor();
  const kept = (await context.cookies()).find(({ name }) => name.includes('sidebar'));
  expect(kept).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None' });
  await context.close();
}, 60_000);

it('asks nothing where help desk and console are of one site, and answers no other organisation', async () => {
  const context = await browser.newContext();
  await signIn(context);
  const other = { ...ticket(), org: 'org_00000000000000' };
  const { frame } = await framed(context, `127.0.0.1:${portOf(helpDesk)}`, other);
  await frame.getByText(/Do not answer the customer with it/).waitFor();
  expect(await reply(frame).count()).toBe(0);
  await context.close();
}, 60_000);

it('answers all requests of a ticket at once, and only those of its organisation', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
  await signIn(context);
  const page = await context.newPage();
  const shown = page.getByRole('textbox', { name: /^Reply to/ });
  const open = async (ticket: Record<string, string>) => {
    // Behind # nothing is loaded again.
    await page.goto('about:blank');
    await page.goto(`${desk.consoleUrl}/sidebar#${new URLSearchParams(ticket)}`);
    await shown.first().waitFor();
  };
  const text = `${limited.requestId} and ${nameless.requestId}, and re_0123`;
  await open({ text });
  await page.getByText('2 of 2 requests of this ticket found').waitFor();
  const texts = await Promise.all((await shown.all()).map((one) => one.inputValue()));
  expect(texts).toHaveLength(2);
  for (const { requestId } of [limited, nameless])
    expect(texts.filter((one) => one.includes(requestId))).toHaveLength(1);
  await open({ text, org: limited.orgId });
  await page.getByText(/1 request of this text is not: no reply names it/).waitFor();
  expect(await shown.count()).toBe(1);
  expect(await shown.inputValue()).not.toContain(nameless.requestId);
  await page.getByRole('button', { name: limited.requestId }).click();
  await page.getByRole('heading', { level: 2, name: /limit/i }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  // Without an id it asks for one.
  await open({ text: 'Nothing works since this morning' });
  expect(await shown.inputValue()).toContain('x-request-id');
  await context.close();
}, 60_000);

it('stays empty in the frame of a site that nobody has named', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const refused = page.waitForEvent('console', (each) => each.text().includes('frame-ancestors'));
  const src = `${desk.consoleUrl}/sidebar`;
  await page.goto(`http://127.0.0.1:${portOf(otherSite)}/?${encodeURIComponent(src)}`);
  await refused;
  expect(await page.frameLocator('iframe').getByRole('main').count()).toBe(0);
  await context.close();
});

it('has no fault that axe finds, and keeps a key out of what it sends', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
  await signIn(context);
  const page = await context.newPage();
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
  const text = `${limited.requestId} with ${'mts'}_live_${'a'.repeat(32)}`;
  await page.goto(`${desk.consoleUrl}/sidebar#${new URLSearchParams({ text })}`);
  await page.getByRole('button', { name: 'Copy reply' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(sent.join('\n')).not.toContain('a'.repeat(20));
  await context.close();
}, 60_000);

async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${desk.consoleUrl}/login`);
  await page.getByLabel('Staff token').fill(desk.staffToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('main').waitFor();
  await page.close();
}
