/**
 * Takes the pictures of one incident in bursts, from its first burst to its end: of an objective whose
 * budget it costs, of the chain that its page goes along, and of maintenance that is planned. A real
 * desk whose data source fails for 30 s every 100 s. About 20 minutes.
 */
import type { NewMaintenance } from '@request-desk/shared/maintenance-api';
import { z } from 'zod';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver } from '../testkit/desks/alerts-desk.ts';
import { poll } from '../testkit/poll.ts';
import { calmStage } from '../testkit/traffic/outage.ts';
import { Camera } from './camera.ts';
import { slackPage } from './message-pages.ts';

const HEALTHY_MS = 60_000;
const BURSTS = 2;
const BURST_MS = 30_000;
const PAUSE_MS = 70_000;

await using stack = new AsyncDisposableStack();
const receiver = await openReceiver();
stack.defer(() => receiver.close());
const browser = await launchBrowser();
stack.defer(() => browser.close());
const { desk, toggle, stop } = await calmStage(5, { ALLOW_PRIVATE_TARGETS: 'true' });
stack.defer(stop);
const support = supportClient(desk);
const context = await browser.newContext({
  ...asStaff(desk),
  viewport: { width: 1280, height: 1000 },
  reducedMotion: 'reduce',
});
const camera = await Camera.on(context, desk.consoleUrl, 'docs/screenshots/alerts');
const { page } = camera;

await channel('#api-alerts', { kind: 'slack', url: `${receiver.url}/services/T0/B0/alerts` });
const pages = { kind: 'pagerduty', url: `${receiver.url}/v2/enqueue`, routing_key: 'R0' };
const lead = await channel('Engineering lead', pages, ['page']);
const head = await channel('Head of engineering', { ...pages, routing_key: 'R1' }, ['page']);
await call('PUT', '/alert-escalation', {
  steps: [
    { after_min: 2, channels: [lead] },
    { after_min: 15, channels: [head] },
  ],
  repeat: 1,
});
await call('POST', '/alert-objectives', {
  name: 'The API answers',
  target: 0.95,
  window_days: 7,
});
await page.waitForTimeout(HEALTHY_MS);
for (let n = 0; n < BURSTS; n++) {
  toggle();
  await page.waitForTimeout(BURST_MS);
  toggle();
  await page.waitForTimeout(PAUSE_MS);
}
const { items } = await support.firing();
const [incident] = items.filter(({ labels }) => labels.kind === 'global');
if (incident?.severity !== 'page') throw new Error(`no page: ${JSON.stringify(items)}`);
await poll(
  'it to be no longer seen',
  async () => {
    const { phase } = await support.alert(incident.id);
    return phase === 'clearing' || phase === 'resolved' || undefined;
  },
  { everyMs: 500, timeoutMs: 300_000 },
);
const paged = receiver.received.find(
  ({ path, body }) => path.startsWith('/services') && body.includes('PAGE'),
);
if (!paged) throw new Error('no page came to the channel');
await camera.picture('burst-message', slackPage(paged));
await both('burst-clearing', `/alerts/${incident.id}`);
await both('escalation', '/alerts/channels');
await plan('Load test', 'mute', localTime(-5), { every: 'once' });
await plan('Move of the database', 'soften', localTime(24 * 60), {
  every: 'week',
  weekdays: [1, 4],
});
await both('maintenance', '/alerts/maintenance');
await both('maintenance-chart', '/dashboards?range=15m');
await camera.open('/alerts/objectives');
await page.getByRole('button', { name: 'Burn' }).first().click();
await camera.save('objectives');
await camera.dark('objectives-dark');
await poll(
  'its end',
  async () => ((await support.alert(incident.id)).state === 'resolved' ? true : undefined),
  { everyMs: 1_000, timeoutMs: 1_500_000 },
);
await both('burst-over', `/alerts/${incident.id}`);

/** A page in both themes. */
async function both(name: string, path: string): Promise<void> {
  await camera.take(name, path);
  await camera.dark(`${name}-dark`);
}

/** Makes a channel and gives its id. */
async function channel(
  name: string,
  settings: Readonly<Record<string, string>>,
  severities: readonly string[] = [],
): Promise<string> {
  const route = { severities, kinds: [], codes: [] };
  return z
    .object({ id: z.string() })
    .parse(await call('POST', '/alert-channels', { name, settings, route })).id;
}

async function plan(
  title: string,
  effect: 'mute' | 'soften',
  starts: string,
  recurrence: NewMaintenance['recurrence'],
): Promise<void> {
  const matchers = [{ label: 'rule', op: '=', value: 'surge-429' }];
  const when = { time_zone: 'UTC', starts, duration_min: 60, recurrence };
  await call('POST', '/maintenance', { title, effect, matchers, ...when });
}

/** So many minutes from now, to the minute, in UTC. */
function localTime(inMinutes: number): string {
  return new Date(Date.now() + inMinutes * 60_000).toISOString().slice(0, 16);
}

async function call(method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${desk.consoleUrl}/support/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return await response.json();
}
