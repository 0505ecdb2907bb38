import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { type Mailbox, openMailbox } from '../testkit/clients/mailbox.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver, type Receiver } from '../testkit/desks/alerts-desk.ts';
import {
  CHARGES_PROFILE_FILE,
  type ChargesDesk,
  openChargesDesk,
} from '../testkit/desks/charges-desk.ts';
import type { DeskProcess } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { CHARGES_PROFILE } from '../testkit/profiles/charges.ts';
import { sendEveryCause } from '../testkit/walk/every-cause.ts';
import { foreignIn } from '../testkit/walk/foreign-words.ts';
import { walkApi, walkOtlp } from '../testkit/walk/walk-api.ts';
import { consoleRoutes, walkBundle, walkConsole } from '../testkit/walk/walk-console.ts';

const PROGRAM = join(import.meta.dirname, '../server/src/cli/request-desk.ts');
const PATIENT = { everyMs: 300, timeoutMs: 120_000 };
const RULE = {
  name: 'Declined cards',
  codes: ['card_declined'],
  measure: 'count',
  threshold: 5,
  window_s: 60,
  severity: 'notify',
};

let [charges, browser, receiver, mailbox, sentry] = [] as unknown as [
  ChargesDesk,
  Browser,
  Receiver,
  Mailbox,
  Server,
];
let desk: DeskProcess;
/** All that this desk said, by where it said it. */
const said = new Map<string, string>();

beforeAll(async () => {
  receiver = await openReceiver();
  mailbox = await openMailbox();
  sentry = createServer((request, response) =>
    request.resume().on('end', () => response.end('{}')),
  );
  await once(sentry.listen(0, '127.0.0.1'), 'listening');
  const address = sentry.address();
  const port = typeof address === 'object' ? address?.port : 0;
  [charges, browser] = await Promise.all([
    openChargesDesk({
      SENTRY_DSN: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/7`,
      SENTRY_URL: 'https://sentry.charges.example',
      SENTRY_ORG: 'charges',
      SENTRY_PROJECT: 'api',
      ALERT_WEBHOOK_URL: `${receiver.url}/hook`,
      ALLOW_PRIVATE_TARGETS: 'true',
    }),
    launchBrowser(),
  ]);
  desk = charges.desk;
  await addChannels();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await charges?.close();
  await receiver?.close();
  await mailbox?.close();
  sentry?.close();
});

/** One channel of each kind, all of which get every alert. */
async function addChannels(): Promise<void> {
  for (const settings of [
    { kind: 'slack', url: `${receiver.url}/slack` },
    { kind: 'pagerduty', url: `${receiver.url}/pagerduty`, routing_key: 'R0' },
    { kind: 'alertmanager', url: receiver.url },
    { kind: 'webhook', url: `${receiver.url}/webhook` },
    {
      kind: 'email',
      host: '127.0.0.1',
      port: mailbox.port,
      secure: false,
      from: 'desk@charges.example',
      to: ['oncall@charges.example'],
    },
  ]) {
    const response = await fetch(`${desk.consoleUrl}/support/v1/alert-channels`, {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: settings.kind, settings }),
    });
    expect(response.status, await response.text()).toBeLessThan(300);
  }
}

const atHook = () => receiver.received.find(({ path }) => path === '/hook');

/** Resolves when every channel has got something. */
async function allNotified(): Promise<void> {
  const came = (start: string) => receiver.received.some(({ path }) => path.startsWith(start));
  const places = ['/hook', '/slack', '/pagerduty', '/api/v2/alerts', '/webhook'];
  await poll(
    'each channel to be notified',
    async () => (places.every(came) && mailbox.mails.length > 0) || undefined,
    PATIENT,
  );
}

async function commandLine(args: readonly string[]): Promise<string> {
  const { consoleUrl: CONSOLE_URL, staffToken: STAFF_TOKEN } = desk;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, CONSOLE_URL, STAFF_TOKEN, PROFILE: CHARGES_PROFILE_FILE },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + err;
}

describe('a desk for another API', () => {
  it('finds a declined card by its id, with verdict, reply and the rest of its page', async () => {
    const id = await charges.charge('no_funds');
    expect(id).toMatch(/^ch_[0-9A-HJKMNP-TV-Z]{26}$/);
    const found = await supportClient(desk).settled(id);
    expect(found.request).toMatchObject({ status: 402, code: 'card_declined', cause: 'no_funds' });
    expect(found.verdict.summary).toContain('there are no funds');
    expect(found.reply?.long).toContain(`The issuer declined the card for ${id}.`);
    expect(found.spans.map(({ name }) => name)).toContain('ask the issuer');
    const lines = async () => (await supportClient(desk).found(id)).logs.map(({ body }) => body);
    await expect.poll(lines).toContain('asking the issuer');
  });

  it('says within seconds that nobody minted an id: the API has the clock of its receiver', async () => {
    const { consoleUrl } = desk;
    const id = (await charges.charge('no_funds')).replace(/.{4}$/, '0000');
    const began = performance.now();
    const reason = await poll(
      'a final answer',
      async () => {
        const answer = await supportClient(desk).request(id);
        if (answer.found) throw new Error(`${id} is known at ${consoleUrl}`);
        return answer.reason === 'too_fresh' ? undefined : answer.reason;
      },
      PATIENT,
    );
    expect(reason).toBe('never_seen');
    // MAX_CLOCK_SKEW is taken off where no clock was read: five minutes.
    expect(performance.now() - began).toBeLessThan(100_000);
  });

  it('names the exception and its event in Sentry', async () => {
    const found = await supportClient(desk).found(await charges.charge('crash'));
    expect(found.request).toMatchObject({ status: 500, code: 'our_fault', cause: 'crash' });
    expect(found.sentry?.event_id).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(found.sentry)).toContain('https://sentry.charges.example');
  });

  it('alerts when the API fails, and says so in its words', async () => {
    let failing = true;
    const traffic = (async () => {
      while (failing) {
        await Promise.all([charges.charge('crash'), charges.charge('ok')]);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    })();
    const message = await poll('an alert', async () => atHook()?.body, PATIENT);
    failing = false;
    await traffic;
    said.set('the alert message', message);
    expect(message).toContain('our_fault');
  }, 150_000);

  it('shows nothing of the Meetso API on any page, in any answer, message or file', async () => {
    const id = await charges.charge('no_funds');
    await supportClient(desk).settled(id);
    const ids = [
      id,
      ...(await sendEveryCause(CHARGES_PROFILE, { otlpUrl: desk.otlpUrl, token: charges.token })),
    ];
    for (const one of ids) await supportClient(desk).found(one);
    const { items } = await supportClient(desk).incidents();
    const incidents = items.map((incident) => incident.id);
    const codes = [...Object.keys(CHARGES_PROFILE.codes), 'brand_new'];
    await walkApi(
      desk,
      {
        ids: {
          '/requests/{id}': [...ids, `${id.slice(0, -1)}0`, 'ch_nonsense'],
          '/codes/{code}': codes,
          '/alerts/{id}': incidents,
          '/alerts/{id}/acknowledge': incidents,
        },
        bodies: {
          'POST /lookups': [{ text: ids.join(' and ') }, { text: 'nothing' }],
          'POST /silences': [
            {
              matchers: [{ label: 'rule', op: '=', value: 'errors-500' }],
              reason: 'A walk',
              ends_at: new Date(Date.now() + 60_000).toISOString(),
            },
          ],
          'POST /alert-rules': [RULE],
          'POST /alert-rules/preview': [RULE],
          'POST /deploys': [{ release: '2026.12' }],
        },
        query: { code: 'card_declined' },
      },
      said,
    );
    const pages = [
      '/',
      '/lookup',
      '/explore',
      '/explore?live=1',
      '/dashboards',
      '/codes',
      '/status',
      '/alerts',
      '/alerts/history',
      '/alerts/rules',
      '/alerts/channels',
      '/alerts/silences',
      '/alerts/objectives',
      '/alerts/maintenance',
      '/access',
      '/audit',
      '/orgs',
      '/orgs/acct_9k2m4x7q1z0a',
      '/keys/k_1',
      '/ids/acct_9k2m4x7q1z0a',
      ...[...ids, 'ch_nonsense'].map((one) => `/r/${one}`),
      `/requests/${ids[0]}`,
      ...codes.map((code) => `/codes/${code}`),
      ...incidents.map((incident) => `/alerts/${incident}`),
    ];
    const walked = (route: string) =>
      pages.some((page) => new RegExp(`^${route.replace(/\$\w+/g, '[^/?]+')}(\\?|$)`).test(page));
    // A page that comes to be is walked, too.
    expect(consoleRoutes().filter((route) => !walked(route))).toEqual([]);
    await walkConsole(browser, desk, pages, said);
    await walkBundle(desk, said);
    await walkOtlp(desk, said);
    for (const args of [['--help'], ['lookup', id], ['lookup', '--markdown', id], ['lookup', 'no']])
      said.set(`request-desk ${args.join(' ')}`, await commandLine(args));
    await allNotified();
    for (const [at, { path, body }] of receiver.received.entries())
      said.set(`message ${at}: ${path}`, body);
    for (const [at, mail] of mailbox.mails.entries()) said.set(`mail ${at}`, mail);
    said.set('the output of the process', desk.output());
    expect(said.get('the page /dashboards')).toContain('card_declined');
    expect(said.get(`the page /r/${id}`)).toContain('there are no funds');
    expect(said.size).toBeGreaterThan(400);
    expect(foreignIn(said)).toEqual([]);
  }, 400_000);

  it('would find a word of it wherever it stood', async () => {
    const planted = 'mtg_4k9v2m7x1c8b3n6q0z5w';
    const id = await charges.call(`/v1/charges/${planted}`);
    await supportClient(desk).found(id);
    const found = new Map<string, string>();
    const nothing = { bodies: {}, query: { code: 'no_charge' } };
    await walkApi(desk, { ids: { '/requests/{id}': [id] }, ...nothing }, found);
    await walkConsole(browser, desk, [`/r/${id}`, '/explore'], found);
    found.set(`request-desk lookup ${id}`, await commandLine(['lookup', id]));
    found.set('/assets/page.js', 'const code=`rate_limited`;switch(x){case`invalid_key`:}');
    const places = foreignIn(found).join('\n');
    for (const place of [
      `GET /support/v1/requests/${id}  →`,
      `GET /support/v1/requests/${id}?format=markdown`,
      `the page /r/${id}`,
      'GET /support/v1/requests  →',
      `request-desk lookup ${id}`,
      'the page /explore',
      '/assets/page.js',
    ])
      expect(places).toContain(place);
  }, 200_000);
});
