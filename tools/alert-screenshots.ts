/**
 * Takes the pictures of docs/alerts.md: the pages about alerts during and after a real outage of a
 * real desk, and the message that each kind of channel got. Takes about seven minutes, because an
 * alert ends only after time without errors that proves it.
 */
import type { ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { openMailbox } from '../testkit/clients/mailbox.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver } from '../testkit/desks/alerts-desk.ts';
import { poll } from '../testkit/poll.ts';
import { calmStage } from '../testkit/traffic/outage.ts';
import { Camera } from './camera.ts';
import { type Arrived, jsonPage, mailPage, slackPage } from './message-pages.ts';

const FOLDER = 'docs/screenshots/alerts';
const HEALTHY_S = 100;
/** Where each channel's page arrives, and a word that is only in pages. */
const [SLACK, PAGERDUTY, ALERTMANAGER, WEBHOOK] = [
  ['/services', 'PAGE'],
  ['/v2/enqueue', 'critical'],
  ['/api/v2/alerts', '"page"'],
  ['/hooks', 'alert.paged'],
] as const;
const PAGES = [SLACK, PAGERDUTY, ALERTMANAGER, WEBHOOK];

await using stack = new AsyncDisposableStack();
const receiver = await openReceiver();
stack.defer(() => receiver.close());
const mailbox = await openMailbox();
stack.defer(() => mailbox.close());
const browser = await launchBrowser();
stack.defer(() => browser.close());
const { desk, toggle, stop } = await calmStage(5, {
  SENTRY_URL: 'https://sentry.example.com',
  SENTRY_ORG: 'meetso',
  ALLOW_PRIVATE_TARGETS: 'true',
});
stack.defer(stop);
const support = supportClient(desk);
const context = await browser.newContext({
  ...asStaff(desk),
  viewport: { width: 1280, height: 800 },
  reducedMotion: 'reduce',
});
const camera = await Camera.on(context, desk.consoleUrl, FOLDER);
const { page } = camera;

await addChannel('On-call mail', {
  kind: 'email',
  host: '127.0.0.1',
  port: mailbox.port,
  secure: false,
  from: 'desk@example.com',
  to: ['oncall@example.com'],
});
await addChannel('#api-alerts', channelAt('slack', '/services/T0/B0/alerts'));
await addChannel('PagerDuty', { ...channelAt('pagerduty', '/v2/enqueue'), routing_key: 'R0' });
await addChannel('Alertmanager', channelAt('alertmanager', ''));
await addChannel('Ticket system', channelAt('webhook', '/hooks/alerts'));
await page.waitForTimeout(HEALTHY_S * 1000);

// The first message meets a channel that has had enough, as the delivery log then tells.
receiver.answers.push({ status: 429, headers: { 'retry-after': '2' } });
toggle();
// What is shorter may be one of several, and is not over for half an hour.
const lasting = page.waitForTimeout(200_000);
const { id } = await poll('an alert that pages', async () => firingPage(), {
  everyMs: 500,
  timeoutMs: 120_000,
});
await poll('every channel to be notified', async () => (allChannelsNotified() ? true : undefined), {
  timeoutMs: 60_000,
});
await camera.take('firing', '/alerts');
await acknowledge();
await camera.take('detail', `/alerts/${id}`);
await camera.dark('detail-dark');
await camera.take('channels', '/alerts/channels');
await silence();
await camera.take('silences', '/alerts/silences');
await previewRule();
await lasting;
toggle();
await poll(
  'the alert to end',
  async () => ((await support.firing()).items.length > 0 ? undefined : true),
  {
    everyMs: 1000,
    timeoutMs: 400_000,
  },
);
await camera.take('history', '/alerts/history');
await camera.take('detail-over', `/alerts/${id}`);

await camera.picture(
  'message-email',
  mailPage(mailbox.mails.find((mail) => mail.includes('PAGE')) ?? ''),
);
await camera.picture('message-slack', slackPage(arrived(SLACK)));
await camera.picture('message-pagerduty', jsonPage(arrived(PAGERDUTY)));
await camera.picture('message-alertmanager', jsonPage(arrived(ALERTMANAGER)));
await camera.picture('message-webhook', jsonPage(arrived(WEBHOOK)));

function channelAt<K extends 'slack' | 'pagerduty' | 'alertmanager' | 'webhook'>(
  kind: K,
  path: string,
) {
  return { kind, url: `${receiver.url}${path}` };
}

async function addChannel(name: string, settings: ChannelSettings): Promise<void> {
  await post('/alert-channels', { name, settings });
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${desk.consoleUrl}/support/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

async function firingPage() {
  return (await support.firing()).items.find(({ severity }) => severity === 'page');
}

function allChannelsNotified(): boolean {
  return PAGES.every(isThere) && mailbox.mails.some((mail) => mail.includes('PAGE'));
}

function isThere([path, word]: readonly [string, string]): boolean {
  return find(path, word) !== undefined;
}

function find(path: string, word: string): Arrived | undefined {
  return receiver.received.find((one) => one.path.startsWith(path) && one.body.includes(word));
}

function arrived([path, word]: readonly [string, string]): Arrived {
  const found = find(path, word);
  if (!found) throw new Error(`nothing with ${word} came to ${path}`);
  return found;
}

async function acknowledge(): Promise<void> {
  await post(`/alerts/${id}/acknowledge`, { note: 'Looking at the meetings database' });
}

async function silence(): Promise<void> {
  const ends_at = new Date(Date.now() + 3_600_000).toISOString();
  const matchers = [{ label: 'rule', op: '=', value: 'errors-500' }];
  await post('/silences', { matchers, reason: 'Failover in progress, INC-311', ends_at });
}

/** A rule of one's own, tried on what has just happened. */
async function previewRule(): Promise<void> {
  await camera.open('/alerts/rules');
  await camera.save('rules');
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('Meetings fail');
  await page.getByRole('button', { name: /Test on the last/ }).click();
  await page.getByText(/It would (not )?have fired/).scrollIntoViewIfNeeded();
  await camera.save('rule-preview');
}
