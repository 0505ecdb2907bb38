import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { type EventFeed, startEventFeed } from '../testkit/traffic/event-feed.ts';

const RATE = 500;
const TOKEN = 'a'.repeat(32);
/** Of 500 events a second: 1,500 that are drawn, or are not. */
const WATCHED_MS = 3_000;

let desk: DeskProcess;
let feed: EventFeed;
let browser: Browser;
let page: Page;
let metrics: CDPSession;

beforeAll(async () => {
  [desk, browser] = await Promise.all([
    startDesk({ env: { INGEST_API_TOKEN: TOKEN } }),
    launchBrowser(),
  ]);
  feed = startEventFeed(desk.otlpUrl, TOKEN, RATE);
  page = await browser.newPage({ ...asStaff(desk), viewport: { width: 1440, height: 900 } });
  metrics = await page.context().newCDPSession(page);
  // The main thread's own time, so that a busy machine does not count.
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${desk.consoleUrl}/explore?live=1`);
  await says(/^Live/);
  await poll('rows', async () => ((await rows()).length > 0 ? true : undefined));
}, 180_000);

afterAll(async () => {
  await feed?.stop();
  await browser?.close();
  await desk?.stop();
});

it(`draws ${RATE} events a second without holding up the page`, async () => {
  // A busy machine brings nothing at all for seconds.
  const live = await poll('rows to arrive', async () => {
    const seen = await watched();
    return seen.arrived > 0 ? seen : undefined;
  });
  report('live', live);
  expect(live.rate).toBeGreaterThan(0);
  expect(await rows()).not.toHaveLength(0);
});

it('does nothing while it is paused, and goes on where it stopped', async () => {
  await page.getByRole('button', { name: 'Pause' }).click();
  await says(/^Paused/);
  const before = await rows();
  const paused = await watched();
  report('paused', paused);
  expect(paused.arrived).toBe(0);
  expect(await rows()).toEqual(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  const [newest = ''] = before;
  await poll('newer rows', async () => ((await rows())[0] === newest ? undefined : true));
});

it('holds still while one reads further down, and says how much is waiting', async () => {
  await page.mouse.move(900, 600);
  await page.mouse.wheel(0, 2_000);
  const newer = page.getByRole('button', { name: /newer: go to the top/ });
  await newer.waitFor();
  const before = await rows();
  const held = await watched();
  report('scrolled down', held);
  expect(await rows()).toEqual(before);
  await newer.click();
  const [newest = ''] = before;
  await poll('newer rows', async () => ((await rows())[0] === newest ? undefined : true));
});

/** On a slow machine the status goes on with how many rows were left out. */
async function says(status: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: status }).waitFor();
}

/** Ids in the table, from its top; rows out of sight may not be in the document. */
async function rows(): Promise<string[]> {
  return await page.getByRole('link', { name: /^req_/ }).allTextContents();
}

interface Watched {
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
  readonly longTasks: readonly number[];
  /** Rows that the stream brought. */
  readonly arrived: number;
  /** Events that were sent meanwhile, a second. */
  readonly rate: number;
  /** Share of the time that the main thread worked. */
  readonly busy: number;
}

/** Watches the page for a while: a frame that is late, a long task and each batch of the stream. */
async function watched(): Promise<Watched> {
  const [before, sentBefore] = [await busyMs(), feed.sent()];
  const seen = (await page.evaluate(`new Promise((done) => {
    const [frames, longTasks] = [[], []];
    const observer = new PerformanceObserver((list) =>
      longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    const ids = new Set();
    const look = () => {
      for (const { textContent } of document.querySelectorAll('main a[href^="/r/"]')) ids.add(textContent);
    };
    look();
    const known = ids.size;
    const looking = setInterval(look, 250);
    const from = performance.now();
    let last = from;
    const frame = (now) => {
      frames.push(now - last);
      last = now;
      if (now - from < ${WATCHED_MS}) return requestAnimationFrame(frame);
      clearInterval(looking);
      observer.disconnect();
      done({ frames: frames.slice(1), longTasks, arrived: ids.size - known });
    };
    requestAnimationFrame(frame);
  })`)) as Omit<Watched, 'busy' | 'rate'>;
  const rate = ((feed.sent() - sentBefore) / WATCHED_MS) * 1000;
  return { ...seen, rate, busy: ((await busyMs()) - before) / WATCHED_MS };
}

async function busyMs(): Promise<number> {
  const { metrics: all } = await metrics.send('Performance.getMetrics');
  return (all.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

function report(state: string, { frames, longTasks, arrived, rate, busy }: Watched): void {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  console.log(
    `live tail at ${rate.toFixed(0)}/s, ${state}: frames ms p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)}, ` +
      `over 100 ms ${frames.filter((ms) => ms > 100).length}, long tasks ${longTasks.length} ` +
      `(longest ${Math.max(0, ...longTasks).toFixed(0)} ms), main thread ${(busy * 100).toFixed(0)} %, ` +
      `${arrived} rows seen in sight`,
  );
}
