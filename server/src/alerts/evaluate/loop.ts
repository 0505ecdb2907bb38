import type { Logger } from 'pino';
import type { DeliveryWorker } from '../delivery/worker.ts';
import type { Evaluator } from './evaluator.ts';
import type { Lease } from './lease.ts';

const EVERY_MS = 1_000;

interface Parts {
  readonly evaluator: Evaluator;
  readonly worker: DeliveryWorker;
  readonly lease: Lease;
  readonly log: Logger;
}

/** Evaluates and delivers about every second; a slow tick delays the next and never overlaps it. */
export function startLoop({ evaluator, worker, lease, log }: Parts): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let failing = false;
  const run = async () => {
    try {
      await evaluator.tick();
      if (evaluator.active) await worker.tick();
      failing = false;
    } catch (err) {
      // Once for a lasting fault: a store that is away says so in many places.
      if (!failing) log.error({ err }, 'alerts are not evaluated at present, trying again');
      failing = true;
    }
    if (!stopped) timer = setTimeout(next, EVERY_MS);
  };
  const next = () => {
    running = run();
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await worker.stop();
      await lease.release().catch(() => undefined);
    },
  };
}
