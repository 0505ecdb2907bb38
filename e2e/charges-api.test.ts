import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver, type Receiver } from '../testkit/desks/alerts-desk.ts';
import { type Desk, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';

const ROOT = join(import.meta.dirname, '..');
const TOKEN = 'a-token-of-the-charges-api-and-its-desk';
const KEY = 'sk_4eC39HqLyjWDarjtT1zdp7dc';
const PATIENT = { everyMs: 300, timeoutMs: 120_000 };
/** What only the Meetso API has. */
const FOREIGN =
  /meetso|mts_|mtg_|invalid_request|invalid_cursor|\bunauthorized\b|invalid_key|scope_missing|not_found|rate_limited|internal_error/i;

const spool = mkdtempSync(join(tmpdir(), 'charges-e2e-'));
let [desk, browser, receiver, sentry, api] = [] as unknown as [
  ...[Desk, Browser, Receiver, Server, ChildProcess],
];
let url = '';
/** All that this desk said, by where it said it. */
const said = new Map<string, string>();

beforeAll(async () => {
  receiver = await openReceiver();
  sentry = createServer((request, response) =>
    request.resume().on('end', () => response.end('{}')),
  );
  await once(sentry.listen(0, '127.0.0.1'), 'listening');
  const address = sentry.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const SENTRY_DSN = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/7`;
  [desk, browser] = await Promise.all([
    startDesk({
      env: {
        ...{ PROFILE: join(ROOT, 'examples/charges-api/profile.json'), INGEST_API_TOKEN: TOKEN },
        ...{ SENTRY_DSN, SENTRY_URL: 'https://sentry.charges.example', SENTRY_ORG: 'charges' },
        ...{ SENTRY_PROJECT: 'api', ALERT_WEBHOOK_URL: `${receiver.url}/hook` },
      },
    }),
    launchBrowser(),
  ]);
  api = spawn(process.execPath, [join(ROOT, 'examples/charges-api/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...{ PATH: process.env.PATH, PORT: '0', SPOOL: spool, SENTRY_DSN },
      ...{ DESK_URL: desk.otlpUrl, INGEST_API_TOKEN: TOKEN },
    },
  });
  let output = '';
  api.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await poll('the API', async () => /listens on/.test(output) || undefined, PATIENT);
  url = /listens on (\S+)/.exec(output)?.[1] ?? '';
}, 180_000);

afterAll(async () => {
  api?.kill('SIGTERM');
  if (api?.exitCode === null) await once(api, 'exit');
  await browser?.close();
  await desk?.stop();
  await receiver?.close();
  sentry?.close();
  rmSync(spool, { recursive: true, force: true });
});

async function charge(card: string): Promise<string> {
  const response = await fetch(`${url}/v1/charges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 500, card }),
  });
  await response.arrayBuffer();
  return response.headers.get('x-request-id') ?? '';
}

async function asked(path: string): Promise<string> {
  const response = await fetch(`${desk.consoleUrl}${path}`, {
    headers: { authorization: `Bearer ${desk.staffToken}` },
  });
  const text = await response.text();
  said.set(path, text);
  return text;
}

describe('a desk for another API', () => {
  it('finds a declined card by its id, with verdict, reply and the rest of its page', async () => {
    const id = await charge('no_funds');
    expect(id).toMatch(/^ch_[0-9A-HJKMNP-TV-Z]{26}$/);
    const found = await supportClient(desk).settled(id);
    expect(found.request).toMatchObject({ status: 402, code: 'card_declined', cause: 'no_funds' });
    expect(found.verdict.summary).toContain('there are no funds');
    expect(found.reply?.long).toContain(`The issuer declined the card for ${id}.`);
    expect(found.spans.map(({ name }) => name)).toContain('ask the issuer');
    expect(found.logs.map(({ body }) => body)).toContain('asking the issuer');
    await asked(`/support/v1/requests/${id}`);
    await asked(`/support/v1/requests/${id}?format=markdown`);
  });

  it('names the exception and its event in Sentry', async () => {
    const found = await supportClient(desk).found(await charge('crash'));
    expect(found.request).toMatchObject({ status: 500, code: 'our_fault', cause: 'crash' });
    expect(found.sentry?.event_id).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(found.sentry)).toContain('https://sentry.charges.example');
  });

  it('alerts when the API fails, and says so in its words', async () => {
    let failing = true;
    const traffic = (async () => {
      while (failing) {
        await Promise.all([charge('crash'), charge('ok')]);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    })();
    const message = await poll('an alert', async () => receiver.received[0]?.body, PATIENT);
    failing = false;
    await traffic;
    said.set('the alert message', message);
    expect(message).toContain('our_fault');
  }, 150_000);

  it('shows nothing of the Meetso API on any page, in any answer or in the bundle', async () => {
    const id = await charge('no_funds');
    await supportClient(desk).settled(id);
    const { items } = await supportClient(desk).firing();
    const page = await browser.newPage({
      extraHTTPHeaders: { authorization: `Bearer ${desk.staffToken}` },
    });
    const bodies: Promise<void>[] = [];
    page.on('response', (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (!/json|text|javascript/.test(type) || type.includes('event-stream')) return;
      bodies.push(
        response.text().then(
          (text) => void said.set(new URL(response.url()).pathname, text),
          () => undefined,
        ),
      );
    });
    const pages = [
      ...['/', `/r/${id}`, '/lookup', '/codes', '/codes/card_declined', '/explore', '/dashboards'],
      ...['/status', '/alerts', '/alerts/history', '/alerts/rules', '/alerts/channels'],
      ...['/alerts/silences', ...items.map(({ id }) => `/alerts/${id}`)],
    ];
    for (const path of pages) {
      await page.goto(`${desk.consoleUrl}${path}`);
      await page.locator('main').first().waitFor();
      await page.waitForTimeout(500);
      said.set(`the page ${path}`, await page.content());
    }
    await Promise.all(bodies);
    await asked('/support/v1/openapi.json');
    expect(said.get('the page /dashboards')).toContain('card_declined');
    const foreign = [...said].flatMap(([where, text]) => {
      // zod calls one of its own issues by the same name as a code of that API.
      const match = FOREIGN.exec(where.endsWith('.js') ? text.replaceAll('invalid_key', '') : text);
      return match
        ? [`${where}: …${text.slice(Math.max(0, match.index - 60), match.index + 60)}…`]
        : [];
    });
    expect(foreign).toEqual([]);
  }, 180_000);
});
