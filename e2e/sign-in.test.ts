import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { freePort } from '../testkit/engines/clickhouse-server.ts';
import { NGINX, type Nginx, startNginx } from '../testkit/engines/nginx.ts';
import { startOidcProvider } from '../testkit/oidc/oidc-provider.ts';
import { logsBody } from '../testkit/otlp/otlp-bodies.ts';
import { overlookedFaults } from '../testkit/payloads/planted.ts';
import { runPayloads } from '../testkit/payloads/run-payloads.ts';
import { Random } from '../testkit/random.ts';

const CLI = join(import.meta.dirname, '../server/src/cli/request-desk.ts');
let desk: DeskProcess;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

/** What a person does: opens the console, types the token, works, signs out. */
async function signsInAndOut(url: string, token: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/explore`);
  await page.getByLabel('Staff token').fill('not the token of this console');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'The token is not valid' }).waitFor();
  await page.getByLabel('Staff token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${url}/explore*`);
  await page.getByRole('main').waitFor();
  const made = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Signed in' });
    return (await fetch('/support/v1/orgs', { method: 'POST', headers, body })).status;
  });
  expect(made).toBe(201);
  const cookies = await context.cookies();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Staff token').waitFor();
  const kept = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const again = await fetch(`${url}/support/v1/status`, { headers: { cookie: kept } });
  expect(again.status).toBe(401);
  await context.close();
}

it('lets a browser in with STAFF_TOKEN', async () => {
  await signsInAndOut(desk.consoleUrl, desk.staffToken);
}, 60_000);

it('says so where a page’s code is gone after an upgrade, keeps the frame, and goes on by one click', async () => {
  const context = await browser.newContext(asStaff(desk));
  const page = await context.newPage();
  const code = /\/assets\/codes-page-[^/]*\.js$/;
  await context.route(code, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.goto(desk.consoleUrl);
  await page.getByRole('navigation').getByRole('link', { name: 'Codes' }).click();
  await page.getByText('This page could not be loaded').waitFor();
  await page.getByRole('combobox', { name: /Request id/ }).waitFor();
  await context.unroute(code);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Codes' }).waitFor();
  await context.close();
}, 60_000);

/** What a person does who signs in by the identity provider: there, back, works, proves it again. */
async function signsInByProvider(url: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const provesIt = async () => {
    await page.locator('input[name=login]').fill('ada');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    const consent = page.getByRole('button', { name: 'Continue' });
    await Promise.race([consent.click().catch(() => undefined), page.waitForURL(`${url}/**`)]);
  };
  await page.goto(`${url}/access`);
  await page.getByRole('link', { name: /^Sign in with 127/ }).click();
  await provesIt();
  await page.waitForURL(`${url}/access`);
  await page.getByRole('region', { name: 'Your sessions' }).getByText('ada@desk.example').waitFor();
  await page.goto(`${url}/login/oidc?again=1&next=/alerts`);
  await provesIt();
  await page.waitForURL(`${url}/alerts`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: /^Sign in with 127/ }).waitFor();
  await context.close();
}

it.each([
  ['directly', false],
  [`behind nginx (skipped where ${NGINX} is missing)`, true],
])(
  'lets a browser in by an identity provider, %s',
  async (_, proxied) => {
    if (proxied && !existsSync(NGINX)) return;
    const [consolePort, proxyPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${proxied ? proxyPort : consolePort}`;
    const redirectUri = `${url}/login/oidc/callback`;
    const ada = { email: 'ada@desk.example', email_verified: true, groups: ['desk-admins'] };
    const provider = await startOidcProvider({
      port: await freePort(),
      redirectUri,
      accounts: { ada },
    });
    const own = await startDesk({
      startTimeoutMs: 100_000,
      env: {
        STAFF_TOKEN: '',
        CONSOLE_PORT: String(consolePort),
        CONSOLE_URL: url,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: provider.clientId,
        OIDC_CLIENT_SECRET: provider.clientSecret,
        OIDC_ADMINS: 'desk-admins',
        OIDC_SCOPES: 'openid profile email offline_access',
      },
    });
    const proxy = proxied
      ? await startNginx(proxyPort, `http://127.0.0.1:${consolePort}`)
      : undefined;
    try {
      expect(own.output()).not.toContain('sign in');
      await signsInByProvider(url);
    } finally {
      await proxy?.stop();
      await own.stop();
      await provider.stop();
    }
  },
  200_000,
);

it('lists who is signed in where, and ends another browser’s session', async () => {
  const [one, other] = [await browser.newContext(), await browser.newContext()];
  const [here, there] = [await one.newPage(), await other.newPage()];
  for (const page of [here, there]) {
    await page.goto(`${desk.consoleUrl}/access`);
    await page.getByLabel('Staff token').fill(desk.staffToken);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${desk.consoleUrl}/access`);
  }
  await here.reload();
  const own = here.getByRole('region', { name: 'Your sessions' });
  await own.getByText('this session', { exact: true }).waitFor();
  await own
    .getByRole('button', { name: /^End the session of staff/ })
    .first()
    .click();
  await expect.poll(() => own.getByRole('row').count()).toBe(2);
  await there.reload();
  await there.getByLabel('Staff token').waitFor();
  await Promise.all([one.close(), other.close()]);
}, 60_000);

/** On `/access`: a credential for a service, shown once, that lets it send, until it is revoked. */
async function makesAndRevokesASender(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New sender' }).click();
  const form = page.getByRole('dialog');
  const make = page.getByRole('button', { name: 'Create credential' });
  await form.getByLabel(/^Name/).fill('Not A Name!');
  expect(await make.isDisabled()).toBe(true);
  await form.getByLabel(/^Name/).fill('billing-jobs');
  await form.getByLabel('Services').fill('billing, billing-cron');
  await form.getByLabel('MiB per minute').fill('8');
  await make.click();
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const row = page.getByRole('row').filter({ hasText: 'billing-jobs' });
  await row.getByText('billing, billing-cron').waitFor();
  expect(await page.content()).not.toContain(secret);
  const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${secret}` };
  const sent = await fetch(`${desk.otlpUrl}/v1/logs`, {
    method: 'POST',
    headers,
    body: new Uint8Array(logsBody([{ body: 'sent by name' }])),
  });
  expect(sent.status).toBe(200);
  await page.getByRole('button', { name: 'Revoke the credential of billing-jobs' }).click();
  await row.getByText('revoked').waitFor();
}

it('gives a token to the command line, shown once', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${desk.consoleUrl}/access`);
  await page.getByLabel('Staff token').fill(desk.staffToken);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByLabel('Name').fill('Ticket bot');
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Revoke the token Ticket bot' }).first().waitFor();
  expect(await page.content()).not.toContain(token);
  await makesAndRevokesASender(page);
  await context.close();
  const lookup = (given: string) =>
    spawnSync(process.execPath, [CLI, 'lookup', '--wait', '0', 'req_70ac81fe9ef7a3c6'], {
      env: { PATH: process.env.PATH, CONSOLE_URL: desk.consoleUrl, REQUEST_DESK_TOKEN: given },
    }).status;
  // Never seen, or not yet certain to be; refused (5) with a token that is not ours.
  expect([3, 6]).toContain(lookup(token));
  expect(lookup(`rdt_${'x'.repeat(43)}`)).toBe(5);
}, 60_000);

it('lets the person at the terminal in by the printed link, once, and nobody else', async () => {
  const own = await startDesk({ env: { STAFF_TOKEN: '' }, startTimeoutMs: 100_000 });
  try {
    const link = /^ *sign in +(\S+)/m.exec(own.output())?.[1] ?? '';
    expect((await fetch(`${own.consoleUrl}/support/v1/orgs`)).status).toBe(401);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.waitForURL(`${own.consoleUrl}/`);
    expect(await page.evaluate(async () => (await fetch('/support/v1/orgs')).status)).toBe(200);
    await context.close();
    const again = await fetch(link, { redirect: 'manual' });
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
  } finally {
    await own.stop();
  }
}, 150_000);

// A sample of `bench/payloads.ts`.
it('shows nothing that a payload did, wherever it came from', async () => {
  let hits = 0;
  const target = createServer((_request, response) => {
    hits++;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/ssrf`;
  const planted = await browser.newPage();
  expect(await overlookedFaults(planted, desk.consoleUrl)).toEqual([]);
  const page = await browser.newPage(asStaff(desk));
  const run = await runPayloads({
    desk,
    tabs: [page],
    target: url,
    hits: () => hits,
    count: 32,
    everyPage: false,
    random: new Random(1),
  });
  expect(run.pages).toBeGreaterThanOrEqual(4);
  expect(run.findings).toEqual([]);
  await Promise.all([planted.close(), page.close()]);
  target.close();
}, 120_000);

describe.skipIf(!existsSync(NGINX))(
  `behind an nginx with its defaults (skipped where ${NGINX} is missing)`,
  () => {
    let nginx: Nginx;
    let url: string;

    beforeAll(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      nginx = await startNginx(port, desk.consoleUrl);
    }, 60_000);

    afterAll(() => nginx?.stop());

    it('nobody is staff who has not signed in', async () => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'Other site' });
      const made = await fetch(`${url}/support/v1/orgs`, { method: 'POST', headers, body });
      expect(made.status).toBe(401);
      expect((await fetch(`${url}/support/v1/orgs`)).status).toBe(401);
      expect((await fetch(`${url}/metrics`)).status).toBe(401);
    });

    it('lets a browser in with STAFF_TOKEN', async () => {
      await signsInAndOut(url, desk.staffToken);
    }, 60_000);
  },
);
