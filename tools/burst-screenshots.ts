/**
 * Takes the pictures of one incident in bursts, from its first burst to its end, and of an objective
 * whose budget it costs: a real desk whose data source fails for 30 s every 100 s. About 12 minutes.
 */
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { openReceiver } from '../testkit/desks/alerts-desk.ts';
import { poll } from '../testkit/poll.ts';
import { calmStage } from '../testkit/traffic/outage.ts';
import { Camera } from './camera.ts';
import { slackPage } from './message-pages.ts';

const CALM_MS = 60_000;
const BURSTS = 3;
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
  viewport: { width: 1280, height: 1100 },
  reducedMotion: 'reduce',
});
const camera = await Camera.on(context, desk.consoleUrl, 'docs/screenshots/alerts');
const { page } = camera;

await post('/alert-channels', {
  name: '#api-alerts',
  settings: { kind: 'slack', url: `${receiver.url}/services/T0/B0/alerts`, allow_private: true },
});
await post('/alert-objectives', { name: 'The API answers', target: 0.95, window_days: 7 });
await page.waitForTimeout(CALM_MS);
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
const paged = receiver.received.find(({ body }) => body.includes('PAGE'));
if (!paged) throw new Error('no page came to the channel');
await camera.picture('burst-message', slackPage(paged));
await camera.take('burst-clearing', `/alerts/${incident.id}`);
await camera.open('/alerts/objectives');
await page.getByRole('button', { name: 'Burn' }).first().click();
await camera.save('objectives');
await camera.dark('objectives-dark');
await poll(
  'its end',
  async () => ((await support.alert(incident.id)).state === 'resolved' ? true : undefined),
  { everyMs: 1_000, timeoutMs: 600_000 },
);
await camera.take('burst-over', `/alerts/${incident.id}`);

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${desk.consoleUrl}/support/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
