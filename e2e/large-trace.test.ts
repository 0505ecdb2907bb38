import { traceIdOf } from '@request-desk/shared/ids';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';

const SPANS = 9_990;
const BATCH = 1_110;
const SERVICES = ['calendar-sync', 'notifier', 'search'];

let desk: DeskProcess;
let browser: Browser;
let page: Page;
let metrics: CDPSession;
let requestId: string;

beforeAll(async () => {
  [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
  const refused = await fetch(`${desk.apiUrl}/public/v1/meetings`);
  requestId = refused.headers.get('x-request-id') ?? '';
  const firsts = Array.from({ length: SPANS / BATCH }, (_, n) => n * BATCH);
  await Promise.all(firsts.map((first) => sendSpans(first, BATCH)));
  await poll(
    'the whole trace',
    async () => {
      const answer = await supportClient(desk).found(requestId);
      return answer.spans.length >= SPANS ? true : undefined;
    },
    // Each answer is 10,000 spans long.
    { everyMs: 500 },
  );
  page = await browser.newPage({ ...asStaff(desk), viewport: { width: 1440, height: 900 } });
  metrics = await page.context().newCDPSession(page);
  // The main thread's own time, so that a busy machine does not count.
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

it('opens a trace of 10,000 spans with rows for what is in sight only', async () => {
  const row = page.getByRole('treeitem').first();
  await page.goto(`${desk.consoleUrl}/codes`);
  const box = page.getByRole('combobox', { name: /Request id/ });
  await box.fill(requestId);
  const before = await busyMs();
  await box.press('Enter');
  await row.waitFor();
  const open = (await busyMs()) - before;
  console.log(`10,000 spans: opened with ${open.toFixed(0)} ms of the main thread`);
  expect(await page.getByRole('treeitem').count()).toBeLessThan(100);
});

it('scrolls through them', async () => {
  const frames = 120;
  const before = await busyMs();
  await page.evaluate(`new Promise((done) => {
    const tree = document.querySelector('[role=tree]');
    let frame = 0;
    const step = () => {
      tree.scrollTop += 140;
      frame += 1;
      if (frame < ${frames}) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  })`);
  const each = ((await busyMs()) - before) / frames;
  console.log(`10,000 spans: ${each.toFixed(1)} ms of the main thread for a frame of scrolling`);
  expect(await page.evaluate("document.querySelector('[role=tree]').scrollTop")).toBeGreaterThan(0);
});

it('finds a span among them and opens its details by keyboard alone', async () => {
  await page.getByRole('searchbox', { name: 'Search in spans' }).fill('step 7777');
  await page.getByText('– of 1', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  await page.getByRole('tree', { name: 'Spans' }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('complementary', { name: 'Span details' })
    .getByText('step 7777')
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('complementary', { name: 'Span details' }).count()).toBe(0);
});

/** Milliseconds for which the page's main thread has worked so far. */
async function busyMs(): Promise<number> {
  const { metrics: all } = await metrics.send('Performance.getMetrics');
  return (all.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Other services' spans of the request's trace, as they would send them. */
async function sendSpans(first: number, count: number): Promise<void> {
  const start = BigInt(Date.now()) * 1_000_000n;
  const spanId = (index: number) => (index + 1).toString(16).padStart(16, '0');
  const spans = Array.from({ length: count }, (_, offset) => {
    const index = first + offset;
    const from = start + BigInt(index) * 40_000n;
    return {
      traceId: traceIdOf(requestId),
      spanId: spanId(index),
      parentSpanId: index === 0 ? '' : spanId(Math.floor((index - 1) / 9)),
      name: `step ${index}`,
      kind: 1,
      startTimeUnixNano: String(from),
      endTimeUnixNano: String(from + 5_000_000n),
      attributes: [{ key: 'db.system', value: { stringValue: 'postgresql' } }],
    };
  });
  const name = SERVICES[(first / BATCH) % SERVICES.length] ?? '';
  const body = {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
        scopeSpans: [{ scope: { name: 'large-trace' }, spans }],
      },
    ],
  };
  const response = await fetch(`${desk.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`OTLP: ${response.status} ${await response.text()}`);
}
