import type { BrowserContext, Page } from 'playwright-core';

/** What people feel of a page; milliseconds, and `cls` as a share of the window that moved. */
export interface Vitals {
  /** First and largest contentful paint. */
  readonly fcp: number;
  readonly lcp: number;
  /** Cumulative layout shift. */
  readonly cls: number;
  /** Time beyond 50 ms of each long task since the first paint, summed up. */
  readonly blocking: number;
  /** The slowest answer to a key or click: until the frame after it. */
  readonly inp: number;
  /** What moved, for the reader of a failed test. */
  readonly moved: string;
}

const WATCH = `(() => {
  const seen = { fcp: 0, lcp: 0, shifts: [], moved: [], blocking: 0, inp: 0 };
  window.vitals = seen;
  const watch = (type, each, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
      ...more,
    });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.fcp = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => (seen.lcp = startTime));
  watch('longtask', ({ duration }) => (seen.blocking += Math.max(0, duration - 50)));
  watch('event', ({ duration, interactionId }) => {
    if (interactionId) seen.inp = Math.max(seen.inp, duration);
  }, { durationThreshold: 16 });
  watch('layout-shift', (shift) => {
    if (shift.hadRecentInput) return;
    // New rows of the live tail move the older ones, some out of the document: that is its purpose.
    const isRow = ({ node }) => node === null || node.nodeName === 'TR';
    if (location.search.includes('live=1') && shift.sources.every(isRow)) return;
    seen.shifts.push({ at: shift.startTime, value: shift.value });
    const names = shift.sources.map(({ node }) => (node?.outerHTML ?? node?.data ?? '').slice(0, 100));
    seen.moved.push(shift.value.toFixed(3) + ' ' + names.join(' | '));
  });
})()`;

const READ = `new Promise((done) => {
  const { fcp, lcp, shifts, moved, blocking, inp } = window.vitals;
  // As browsers report it: the worst stretch of shifts less than 1 s apart and at most 5 s long.
  let [cls, sum, first, last] = [0, 0, 0, 0];
  for (const { at, value } of shifts) {
    if (at - last > 1000 || at - first > 5000) [sum, first] = [0, at];
    [sum, last] = [sum + value, at];
    cls = Math.max(cls, sum);
  }
  requestAnimationFrame(() =>
    setTimeout(() => done({ fcp, lcp, cls, blocking, inp, moved: moved.join('\\n') })),
  );
})`;

/** Watches every page of `context` from its first moment on. */
export async function watchVitals(context: BrowserContext): Promise<void> {
  await context.addInitScript(WATCH);
}

/** What was seen on `page` since it was opened. */
export async function vitalsOf(page: Page): Promise<Vitals> {
  // Observers are called late; two frames are enough for what has been painted.
  await page.evaluate(READ);
  return (await page.evaluate(READ)) as Vitals;
}
