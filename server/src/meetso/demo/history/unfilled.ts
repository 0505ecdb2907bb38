import { setTimeout as pause } from 'node:timers/promises';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { LOWEST } from './daily-rate.ts';

/** A part of the past, in milliseconds since 1970; the end is excluded. */
export interface PastRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const STEP_MS = MINUTE_MS;
const SHORTEST_MS = 10 * STEP_MS;
/** A pause of so many usual gaps between two requests at the quietest time is none by chance. */
const MOST_GAPS = 30;
const POLL_HISTORY_MS = 100;

/** The beginnings of the minutes in which requests are stored, oldest first. */
export type StoredMinutes = (past: PastRange) => Promise<readonly number[]>;

interface Past extends PastRange {
  /** Requests per second over a working day. */
  readonly rate: number;
}

/**
 * Stretches in which no request is stored, oldest first: what a demo that was started before has not
 * filled in, and when it did not run. Waits until what an earlier process left in the spool is stored.
 */
export async function unfilled(
  minutes: StoredMinutes,
  spool: Pick<Spool, 'oldestUndelivered'>,
  { fromMs, toMs, rate }: Past,
  signal: AbortSignal,
): Promise<PastRange[]> {
  const began = performance.now();
  while (!signal.aborted && (spool.oldestUndelivered() ?? began) < began)
    await pause(POLL_HISTORY_MS);
  const leastMs = Math.max(SHORTEST_MS, (MOST_GAPS * 1000) / (LOWEST * rate));
  return gapsBetween(await minutes({ fromMs, toMs }), { fromMs, toMs }, leastMs);
}

/** What lies between steps that begin at `starts`, where it is at least so long. */
export function gapsBetween(
  starts: readonly number[],
  { fromMs, toMs }: PastRange,
  leastMs: number,
): PastRange[] {
  const ends = [fromMs, ...starts.map((start) => start + STEP_MS)];
  return ends
    .map((end, place) => ({ fromMs: end, toMs: starts[place] ?? toMs }))
    .filter((gap) => gap.toMs - gap.fromMs >= leastMs);
}
