import { STEP_S } from './bucket.ts';
import { ALWAYS_TIMES_USUAL, TEN_MINUTES, Z } from './burn.ts';
import { burstsIn } from './bursts.ts';
import type { BucketSeries } from './elevation.ts';
import type { Finding, LongTest, View } from './judge-500.ts';
import { seriesOf } from './series.ts';
import { sum, wilsonLower } from './statistics.ts';

/** Of all bursts within the ten minutes together, though none fires by itself. */
const MIN_ERRORS = 30;
/** So many are no chance, when each holds such a share of all errors. */
const RECURS = 3;
const SHARE_OF_ALL = 0.1;
/** A bucket belongs to a burst when it holds so many times what it would if errors came evenly. */
const TIMES_EVEN = 1.5;

/**
 * Several bursts within the window, the last of which is on. Each may be too small for the thresholds,
 * and hit others than the one before; together they are everybody's trouble.
 */
export function recurring(
  view: View,
  { scope, usual, endedAt, fits }: LongTest,
): Finding | undefined {
  const slices = view.window.filter(({ t }) => t >= endedAt);
  const series = seriesOf(slices, scope);
  const end = (view.window.at(-1)?.t ?? 0) + STEP_S;
  const [requests, errors] = [sum(series.requests), sum(series.errors)];
  if (errors < MIN_ERRORS || series.errors.at(-1) === 0) return undefined;
  const lower = wilsonLower(errors, requests, Z);
  const allowed = view.objectives[scope.key];
  const needed =
    allowed === undefined
      ? Math.max(TEN_MINUTES.floor, TEN_MINUTES.timesUsual * usual)
      : Math.max(TEN_MINUTES.burnRate * allowed, ALWAYS_TIMES_USUAL * usual);
  if (lower < needed) return undefined;
  const ratio = errors / requests;
  const burstRatio = ratioOfActive(series, TIMES_EVEN * ratio);
  const bursts = burstsIn(series, burstRatio, end).filter(
    (burst) => burst.errors >= SHARE_OF_ALL * errors,
  );
  if (bursts.length < RECURS || bursts.at(-1)?.to !== end) return undefined;
  const elevation = { buckets: slices.length, requests, errors, ratio, lower };
  if (!fits(slices, elevation)) return undefined;
  const burnRate = ratio / (allowed ?? usual);
  const budget = {
    windowS: slices.length * STEP_S,
    requests,
    errors,
    burnRate,
    bursts: bursts.length,
    ...(allowed === undefined ? {} : { allowed }),
  };
  return { scope, elevation, usual, slices, budget, burstRatio };
}

/** The error ratio of the buckets above `bar`. */
function ratioOfActive({ requests, errors }: BucketSeries, bar: number): number {
  let [sent, failed] = [0, 0];
  errors.forEach((count, i) => {
    if (count <= bar * (requests[i] ?? 0)) return;
    sent += requests[i] ?? 0;
    failed += count;
  });
  return failed / Math.max(1, sent);
}
