import type { Logger } from 'pino';
import type { DeliveryWorker } from '../delivery/worker.ts';
import type { Escalator } from '../escalation/escalator.ts';
import type { Evaluator } from './evaluator.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type Lease, RENEW_MS } from './lease.ts';

const EVALUATE_EVERY_MS = 1_000;

interface Parts {
  readonly evaluator: Pick<Evaluator, 'tick' | 'active'>;
  readonly escalator: Pick<Escalator, 'tick' | 'pause'>;
  readonly worker: Pick<DeliveryWorker, 'tick' | 'wake' | 'stop'>;
  readonly lease: Pick<Lease, 'keep' | 'release'>;
  /** Only where ALERT_HEARTBEAT_URL is set. */
  readonly heartbeat: Heartbeat | undefined;
  readonly log: Logger;
  /** Milliseconds from one tick to the next. */
  readonly everyMs?: number;
}

/** Evaluates and delivers about every second; a slow tick delays the next and never overlaps it. */
export function startLoop(parts: Parts): { stop(): Promise<void> } {
  const {
    evaluator,
    escalator,
    worker,
    lease,
    heartbeat,
    log,
    everyMs = EVALUATE_EVERY_MS,
  } = parts;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let failing = false;
  const run = async () => {
    const faults: unknown[] = [];
    const attempt = <T>(work: Promise<T>) =>
      work.catch((error: unknown) => void faults.push(error));
    if (await attempt(evaluator.tick())) heartbeat?.beat();
    if (evaluator.active) {
      // Decided notifications go out while the telemetry store is away.
      await attempt(escalator.tick());
      await attempt(worker.tick());
    } else {
      // Another process decides now, and fills the outbox.
      escalator.pause();
      worker.wake();
    }
    const [err] = faults;
    // Once for a lasting fault: a store that is away says so in many places.
    if (err && !failing) log.error({ err }, 'alerts are not evaluated at present, trying again');
    failing = faults.length > 0;
    if (!stopped) timer = setTimeout(next, everyMs);
  };
  const next = () => {
    running = run();
  };
  // A tick that waits for a slow store must not lose the lease by it.
  const renewal = setInterval(() => {
    if (evaluator.active) void lease.keep().catch(() => undefined);
  }, RENEW_MS);
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      clearInterval(renewal);
      heartbeat?.stop();
      await worker.stop();
      await lease.release().catch(() => undefined);
    },
  };
}
