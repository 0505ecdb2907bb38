/** One process of the fleet: makes the calls that it is sent, and reports how each was decided. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { openSharedStore } from '../../server/src/database/shared-store.ts';
import { FleetRateLimits } from '../../server/src/meetso/rate-limit/fleet-rate-limits.ts';
import { keyWindows } from '../../server/src/meetso/rate-limit/key-windows.ts';
import { poll } from '../../testkit/poll.ts';

/** What a process is to do. */
export interface Order {
  readonly url: string;
  readonly processes: number;
  readonly keys: readonly string[];
  readonly calls: number;
  /** How many calls wait for their decision at a time. */
  readonly open: number;
}

/** What became of it. Times are milliseconds since 1970. */
export interface Done {
  readonly accepted: readonly (readonly [key: number, at: number])[];
  readonly refused: number;
  readonly tookMs: readonly number[];
  readonly missed: number;
  /** The longest time for which this process's own event loop was held, in milliseconds. */
  readonly heldMs: number;
}

process.once('message', async (order: Order) => {
  const store = await openSharedStore(order.url, pino({ level: 'silent' }));
  await poll('the store', async () => store.isThere() || undefined, { everyMs: 10 });
  const windows = keyWindows({ burst: 10, perMinute: 60 });
  const processes = () => order.processes;
  const limits = new FleetRateLimits({ windows, store, kind: 'bench', processes });
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const accepted: [number, number][] = [];
  const tookMs: number[] = [];
  let [left, refused] = [order.calls, 0];
  const customer = async () => {
    while (left-- > 0) {
      const k = Math.floor(Math.random() * order.keys.length);
      const from = performance.now();
      const decision = await limits.take(order.keys[k] ?? '', from);
      tookMs.push(performance.now() - from);
      if (decision.accepted) accepted.push([k, performance.timeOrigin + from]);
      else refused++;
      // Its own decisions take no time; customers would have to be answered meanwhile.
      if (decision.processes > 1) await pause(1);
    }
  };
  await Promise.all(Array.from({ length: order.open }, customer));
  const { missed } = store.state();
  store.close();
  const done: Done = { accepted, refused, tookMs, missed, heldMs: loop.max / 1e6 };
  process.send?.(done, () => process.disconnect());
});
