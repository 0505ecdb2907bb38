import { HOUR_S } from '@request-desk/shared/durations';
import { holdsItsShare, PROOF } from './activity.ts';
import { STEP_S } from './bucket.ts';
import type { BucketSeries } from './elevation.ts';
import type { Burst, FiringAlert } from './state.ts';

/** Bursts are remembered for so long, and so many. */
const MEMORY_S = 2 * HOUR_S;
const MAX_BURSTS = 32;
/** One or two errors are chance, not a burst. */
const MIN_ERRORS = 3;

/**
 * The stretches of trouble in a series whose newest bucket ends at `end`, oldest first: two
 * stretches are apart when the buckets between them prove that the trouble had stopped.
 */
export function burstsIn(series: BucketSeries, ratio: number, end: number): Burst[] {
  const bursts: Burst[] = [];
  const first = end - series.requests.length * STEP_S;
  let missed = PROOF;
  for (let i = 0; i < series.requests.length; i++) {
    const errors = series.errors[i] ?? 0;
    const due = ratio * (series.requests[i] ?? 0);
    if (!holdsItsShare(errors, due)) {
      missed += due - errors;
      continue;
    }
    const from = first + i * STEP_S;
    const open = missed < PROOF ? bursts.pop() : undefined;
    bursts.push({
      from: open?.from ?? from,
      to: from + STEP_S,
      buckets: (open?.buckets ?? 0) + 1,
      errors: (open?.errors ?? 0) + errors,
    });
    missed = 0;
  }
  return bursts.filter(({ errors }) => errors >= MIN_ERRORS);
}

/** In a long stretch of little trouble a pause that is as short as this is soon proven by chance. */
const CHANCE_S = 60;

/** The bursts of an alert: those of the series, and before it those that were remembered. */
export function burstsOf(
  before: readonly Burst[],
  series: BucketSeries,
  ratio: number,
  end: number,
): readonly Burst[] {
  const first = end - series.requests.length * STEP_S;
  const found = burstsIn(series, ratio, end);
  const kept = before.filter(({ from, to }) => from < first && to > end - MEMORY_S);
  const last = kept.at(-1);
  const [next, ...rest] = found;
  if (!last || !next) return [...kept, ...found].slice(-MAX_BURSTS);
  // One that reaches into the series is found there again, without its beginning.
  const isSame = last.to > next.from;
  const isChance = next.from === first && first - last.to <= CHANCE_S;
  // Nothing was seen in between: the telemetry was away, and not the trouble.
  const isUnseen =
    !before.some(({ from }) => from === next.from) && isUnproven(series, ratio, next, first);
  if (!isSame && !isChance && !isUnseen) return [...kept, ...found].slice(-MAX_BURSTS);
  const more = isSame ? { buckets: 0, errors: 0 } : next;
  const joined: Burst = {
    from: last.from,
    to: Math.max(last.to, next.to),
    buckets: last.buckets + more.buckets,
    errors: last.errors + more.errors,
  };
  return [...kept.slice(0, -1), joined, ...rest].slice(-MAX_BURSTS);
}

/** True when the series holds no proof of a pause before a burst. */
function isUnproven(
  { requests }: BucketSeries,
  ratio: number,
  { from }: Burst,
  first: number,
): boolean {
  const pause = requests.slice(0, (from - first) / STEP_S);
  return ratio * pause.reduce((a, b) => a + b, 0) < PROOF;
}

/**
 * The bursts of an alert that begins: those of the series, and before it those that an alert of the
 * same scope has left, which is known to have ended.
 */
export function burstsAfter(
  before: readonly Burst[],
  series: BucketSeries,
  ratio: number,
  end: number,
): readonly Burst[] {
  const found = burstsIn(series, ratio, end);
  const first = found[0]?.from ?? end;
  return [...before.filter(({ to }) => to <= first), ...found].slice(-MAX_BURSTS);
}

/** A wait of so many times the longest pause between bursts, and not for ever. */
const TIMES_PAUSE = 1.5;
const LONGEST_WAIT_S = 2700;
/** Trouble as long as this is no burst of a series, and its pauses are not waited for as long. */
export const SHORT_S = 300;
const LONGEST_WAIT_LONG_S = 360;

/** Seconds without errors that are usual within an incident of these bursts; 0 for a single one. */
export function usualPause({ bursts = [] }: Pick<FiringAlert, 'bursts'>): number {
  let wait = 0;
  for (const [i, { from, to }] of bursts.entries()) {
    const last = bursts[i - 1];
    if (last === undefined) continue;
    const isShort = Math.max(to - from, last.to - last.from) < SHORT_S;
    const most = isShort ? LONGEST_WAIT_S : LONGEST_WAIT_LONG_S;
    wait = Math.max(wait, Math.min(most, TIMES_PAUSE * (from - last.to)));
  }
  return wait;
}
