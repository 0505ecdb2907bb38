/**
 * Preloaded into a desk: writes how long its event loop was held, one line a tenth of a second, into
 * the file LOOP_WATCH: milliseconds by the clock, and of them the loop's own processor time.
 */
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const TICK_EVERY_MS = 2;
const WRITE_MS = 100;
const file = process.env.LOOP_WATCH;

if (isMainThread && file !== undefined) {
  let [last, cpu] = [performance.now(), process.threadCpuUsage()];
  let [heldMs, workedMs, written] = [0, 0, last];
  setInterval(() => {
    const now = performance.now();
    const worked = process.threadCpuUsage(cpu);
    heldMs = Math.max(heldMs, now - last - TICK_EVERY_MS);
    workedMs = Math.max(workedMs, (worked.user + worked.system) / 1000);
    if (now - written > WRITE_MS) {
      appendFileSync(file, `${heldMs.toFixed(1)} ${workedMs.toFixed(1)}\n`);
      [heldMs, workedMs, written] = [0, 0, now];
    }
    [last, cpu] = [performance.now(), process.threadCpuUsage()];
  }, TICK_EVERY_MS).unref();
}
