/**
 * Takes the pictures of signing in: by token, by an identity provider, a wrong token, waiting after too
 * many, sessions, and a credential shown once. Takes about a minute.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { freePort } from '../testkit/engines/clickhouse-server.ts';
import { startOidcProvider } from '../testkit/oidc/oidc-provider.ts';
import { smallPng } from './small-png.ts';

const FOLDER = 'docs/screenshots/sign-in';
const STAFF_TOKEN = 'the staff token of these pictures only';
const DRAWN_MS = 800;

mkdirSync(FOLDER, { recursive: true });
await using stack = new AsyncDisposableStack();
const [port, providerPort] = [await freePort(), await freePort()];
const url = `http://127.0.0.1:${port}`;
const ada = { email: 'ada@desk.example', email_verified: true, groups: ['desk-admins'] };
const eve = { email: 'eve@desk.example', email_verified: true, groups: [] };
const provider = await startOidcProvider({
  port: providerPort,
  redirectUri: `${url}/login/oidc/callback`,
  accounts: { ada, eve },
});
stack.defer(() => provider.stop());
const desk = await startDesk({
  env: {
    STAFF_TOKEN,
    CONSOLE_PORT: String(port),
    CONSOLE_URL: url,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_ADMINS: 'desk-admins',
    OIDC_SCOPES: 'openid profile email offline_access',
  },
});
stack.defer(() => desk.stop());
const browser = await launchBrowser();
stack.defer(() => browser.close());

for (const scheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: viewOf(scheme) });
  const page = await context.newPage();
  await page.goto(`${url}/access`);
  await shot(page, `form-${scheme}`);
  await page.getByLabel('Staff token').fill('not the token of this console');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await shot(page, `wrong-token-${scheme}`);
  await byProvider(page, 'ada');
  await page.getByRole('region', { name: 'Your sessions' }).waitFor();
  await shot(page, `access-${scheme}`);
  await page.getByRole('button', { name: 'New sender' }).click();
  await shot(page, `new-sender-${scheme}`);
  await context.close();
}
const visitor = await browser.newPage({ viewport: viewOf('light') });
await byProvider(visitor, 'eve');
await shot(visitor, 'no-role-light');
for (let tries = 0; tries < 6; tries++) {
  await visitor.getByLabel('Staff token').fill('not the token of this console');
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await visitor.getByRole('alert').waitFor();
}
await shot(visitor, 'too-many-light');

function viewOf(scheme: 'light' | 'dark') {
  return scheme === 'light' ? { width: 1440, height: 900 } : { width: 390, height: 844 };
}

async function byProvider(page: Page, login: string): Promise<void> {
  await page.goto(`${url}/login?next=/access`);
  await page.getByRole('link', { name: /^Sign in with 127/ }).click();
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  const consent = page.getByRole('button', { name: 'Continue' });
  await Promise.race([consent.click().catch(() => undefined), page.waitForURL(`${url}/**`)]);
  await page.waitForURL(`${url}/**`);
}

async function shot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(DRAWN_MS);
  writeFileSync(join(FOLDER, `${name}.png`), await smallPng(await page.screenshot()));
}
