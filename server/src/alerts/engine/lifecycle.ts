import { binomialAtMost } from '../binomial.ts';
import { activeSpan, isActive, newest, provenLength } from './activity.ts';
import { STEP_S } from './bucket.ts';
import { burstsOf } from './bursts.ts';
import type { BucketSeries } from './elevation.ts';
import { holdOf } from './hold.ts';
import { isResting, RESTED_S } from './rest.ts';
import type { Slice } from './slice.ts';
import type { FiringAlert } from './state.ts';
import { poissonAtMost } from './statistics.ts';

/** Buckets that trouble must last before an engineer is paged: longer than any 40 s blip. */
const SETTLED = 6;
/** Or so much of the newest five buckets, proven. */
const SETTLED_LENGTH = 4.22;
/** The same soon after a deploy. */
const SETTLED_DEPLOYING = 13;

/** A pause of so many seconds may be the end. */
const INACTIVE_S = 40;
/** An org that sends nothing more is given up on. */
const GONE_S = 1800;
/** The trouble may have shrunk to this part and still count as going on. */
const SHRUNK = 0.6;
const IMPROBABLE = 0.01;

/** True when a notification has lasted long enough to page. */
export function hasSettled(alert: FiringAlert, series: BucketSeries, deploying: boolean): boolean {
  const span = activeSpan(series, alert.level.ratio);
  if (deploying) return span >= SETTLED_DEPLOYING;
  return span >= SETTLED || (span === SETTLED - 1 && provenLength(series, span) >= SETTLED_LENGTH);
}

/** What lasts as long as this after a rest is no further burst: the page before has been dealt with. */
const BACK_S = 180;

/** True when trouble that was paged for had come to rest, is back, and lasts, up to `end`. */
export function hasReturned({ bursts = [], pagedAt }: FiringAlert, end: number): boolean {
  const [before, last] = bursts.slice(-2);
  if (pagedAt === null || !before || !last || last.to < end || pagedAt > last.from) return false;
  return last.from - before.to >= RESTED_S && last.to - last.from >= BACK_S;
}

/** Keeps track of activity and inactivity in the newest bucket. */
export function track(alert: FiringAlert, series: BucketSeries, slice: Slice): FiringAlert {
  const end = slice.t + STEP_S;
  const activeNow = isActive(alert, series);
  // While it rests another incident may be in the series.
  if (!activeNow && isResting(alert)) return rested(alert, newest(series, 1), end);
  const bursts = burstsOf(alert.bursts ?? [], series, alert.level.ratio, end);
  const next = { ...alert, bursts };
  return activeNow ? continued(next, series, end) : rested(next, newest(series, 1), end);
}

function continued(
  { clearsAt: _, ...alert }: FiringAlert,
  series: BucketSeries,
  end: number,
): FiringAlert {
  const { requests, errors } = newest(series, 3);
  const mix = (old: number, now: number) => old + 0.1 * (now - old);
  return {
    ...alert,
    state: alert.pagedAt === null ? 'NOTIFY' : 'PAGE',
    lastHot: end,
    pauses: alert.pauses + (end - alert.lastHot > INACTIVE_S ? 1 : 0),
    inactive: { seconds: 0, requests: 0, errors: 0 },
    level: {
      ratio: mix(alert.level.ratio, errors / Math.max(1, requests)),
      errorsPerBucket: mix(alert.level.errorsPerBucket, errors / 3),
    },
  };
}

/** One more inactive bucket, that ends at `end`; one of another incident says nothing about this one. */
export function rested(
  { clearsAt: _, ...alert }: FiringAlert,
  seen: { readonly requests: number; readonly errors: number },
  end: number,
): FiringAlert {
  const inactive = {
    seconds: alert.inactive.seconds + STEP_S,
    requests: alert.inactive.requests + seen.requests,
    errors: alert.inactive.errors + seen.errors,
  };
  const left = Math.max(0, holdOf(alert) - inactive.seconds);
  return alert.inactive.seconds >= INACTIVE_S
    ? { ...alert, inactive, state: 'CLEARING', clearsAt: end + left }
    : { ...alert, inactive };
}

/** True when the inactivity has lasted and proves that the trouble is over. */
export function isOver(alert: FiringAlert): boolean {
  const { seconds, requests, errors } = alert.inactive;
  if (seconds < holdOf(alert)) return false;
  const { ratio, errorsPerBucket } = alert.level;
  if (alert.key.startsWith('org-')) {
    if (seconds >= GONE_S) return true;
    const due = (SHRUNK * errorsPerBucket * seconds) / STEP_S;
    if (alert.key.startsWith('org-429:') && poissonAtMost(errors, due) <= IMPROBABLE) return true;
  }
  return requests > errors && binomialAtMost(errors, requests, SHRUNK * ratio) <= IMPROBABLE;
}
