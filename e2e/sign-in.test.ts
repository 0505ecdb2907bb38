import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { type Desk, startDesk } from '../testkit/desks/desk-process.ts';
import { freePort } from '../testkit/engines/clickhouse-server.ts';
import { poll } from '../testkit/poll.ts';

const NGINX = '/usr/sbin/nginx';
let desk: Desk;
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
  await page.getByLabel('Staff token').fill('not the token of this console, alas');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').filter({ hasText: 'That is not the token' }).waitFor();
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
  await own.getByText('this one').waitFor();
  await own
    .getByRole('button', { name: /^End the session of staff/ })
    .first()
    .click();
  await expect.poll(() => own.getByRole('row').count()).toBe(2);
  await there.reload();
  await there.getByLabel('Staff token').waitFor();
  await Promise.all([one.close(), other.close()]);
}, 60_000);

it('lets the person at the terminal in by the printed link, once, and no stranger', async () => {
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

describe.skipIf(!existsSync(NGINX))(
  `behind an nginx with its defaults (skipped where ${NGINX} is missing)`,
  () => {
    let nginx: ChildProcess;
    let url: string;
    const directory = mkdtempSync(join(tmpdir(), 'desk-nginx-'));

    beforeAll(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      writeFileSync(join(directory, 'nginx.conf'), configuration(port, desk.consoleUrl));
      const config = join(directory, 'nginx.conf');
      nginx = spawn(NGINX, ['-p', directory, '-c', config, '-e', 'error.log'], { stdio: 'ignore' });
      await poll('nginx', () =>
        fetch(`${url}/healthz`).then(
          ({ ok }) => ok || undefined,
          () => undefined,
        ),
      );
    }, 60_000);

    afterAll(async () => {
      const ended = new Promise((resolve) => nginx.once('exit', resolve));
      nginx.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    });

    it('nobody is staff who has not signed in', async () => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'Stranger' });
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

function configuration(port: number, consoleUrl: string): string {
  return `
daemon off; worker_processes 1; pid nginx.pid;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server { listen 127.0.0.1:${port}; location / { proxy_pass ${consoleUrl}; } }
}
`;
}
