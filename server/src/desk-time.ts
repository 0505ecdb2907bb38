import {
  MeasuredClock,
  ownClock,
  type ReferenceClock,
} from '@request-desk/fastify/producer/reference-clock';
import { stampClock } from '@request-desk/fastify/producer/stamp-clock';
import { type WallClockWatch, watchWallClock } from '@request-desk/fastify/wall-clock-watch';
import type { Logger } from 'pino';
import type { Database } from './database/database.ts';
import { Producers } from './database/producers.ts';

/** What a process knows about time. */
export interface DeskTime {
  readonly reference: ReferenceClock;
  /** Milliseconds since 1970, for stamps: by the reference where the wall clock is far off it. */
  readonly now: () => number;
  readonly wallClock: WallClockWatch;
}

/**
 * Opens the reference clock: the control plane's, or with an embedded one, which nobody shares, this
 * process's own. Rejects when it cannot be read; `stack` ends the measuring.
 */
export async function openTime(
  database: Database,
  log: Logger,
  stack: AsyncDisposableStack,
): Promise<DeskTime> {
  const monotonic = () => performance.now();
  const measured =
    database.engine === 'embedded' ? undefined : await measuredClock(database, log, stack);
  const wallClock = watchWallClock({
    wall: Date.now,
    monotonic,
    log,
    onStep: () => void measured?.measure(),
  });
  stack.defer(() => wallClock.stop());
  const reference = measured ?? ownClock(Date.now, monotonic);
  return { reference, now: stampClock(reference, Date.now), wallClock };
}

async function measuredClock(
  database: Database,
  log: Logger,
  stack: AsyncDisposableStack,
): Promise<MeasuredClock> {
  const producers = new Producers(database);
  const clock = await MeasuredClock.open({
    read: () => producers.now(),
    monotonic: () => performance.now(),
    wall: Date.now,
    onStep: (byMs) => log.warn({ step_ms: byMs }, "the control plane's clock was stepped"),
  });
  clock.start();
  stack.defer(() => clock.stop());
  return clock;
}
