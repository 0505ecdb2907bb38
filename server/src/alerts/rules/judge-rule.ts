import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import { activeSpan, newest } from '../engine/activity.ts';
import { STEP_S } from '../engine/bucket.ts';
import { type BucketSeries, type Elevation, elevated } from '../engine/elevation.ts';
import { HOLD_S } from '../engine/hold.ts';
import type { FiringAlert, Transition } from '../engine/state.ts';
import type { Thresholds } from '../engine/thresholds.ts';
import { ruleKey } from './rule-key.ts';

export interface Rule {
  readonly id: string;
  /** Of a rule for each: narrowed to one org or route. */
  readonly spec: RuleSpec;
  /** That org or route. */
  readonly name?: string;
}

/** One rule's series, oldest first, and the state of its newest bucket. */
export interface RuleInput {
  readonly series: BucketSeries;
  /** False: not everybody has reported; may fire and never ends an alert. */
  readonly complete: boolean;
  /** End of the newest bucket, seconds. */
  readonly end: number;
}

/** Seconds of trouble before an engineer is paged, as for the built-in rules. */
const SETTLED_S = 60;
const HYSTERESIS = 0.5;
const FRESH = 3;

/**
 * One step of a rule made by staff: like the built-in ones it wants every part of its window
 * elevated, settles before it pages, and ends on half its threshold. Pure.
 */
export function judgeRule(
  { id, spec, name }: Rule,
  before: FiringAlert | undefined,
  input: RuleInput,
): { readonly alert: FiringAlert | undefined; readonly transitions: readonly Transition[] } {
  if (!before) {
    const found = elevated(input.series, thresholdsOf(spec), spec.window_s / STEP_S, 0);
    if (!found) return { alert: undefined, transitions: [] };
    const alert = raised(ruleKey(id, name), spec, found, input.end);
    return { alert, transitions: [{ change: 'fired', at: input.end, alert }] };
  }
  const tracked = track(before, spec, input);
  if (input.complete && tracked.inactive.seconds >= HOLD_S) {
    return {
      alert: undefined,
      transitions: [{ change: 'resolved', at: input.end, alert: tracked }],
    };
  }
  if (spec.severity === 'notify' || tracked.pagedAt !== null || !isSettled(tracked, input)) {
    return { alert: tracked, transitions: [] };
  }
  const alert: FiringAlert = { ...tracked, state: 'PAGE', pagedAt: input.end };
  return { alert, transitions: [{ change: 'paged', at: input.end, alert }] };
}

function thresholdsOf({ measure, threshold, min_errors }: RuleSpec): Thresholds {
  return {
    windows: [],
    floor: measure === 'ratio' ? threshold : 0,
    z: 1.28,
    timesUsual: 0,
    minErrors: measure === 'ratio' ? min_errors : Math.ceil(threshold),
    parts: 3,
    evenness: 0.5,
    minErrorBuckets: Math.min(2, Math.ceil(measure === 'ratio' ? min_errors : threshold)),
    softenedByDeploy: false,
  };
}

/** What shows no errors already pages no more, however long ago it fired. */
function isSettled({ level, firedAt, inactive }: FiringAlert, { series, end }: RuleInput): boolean {
  if (inactive.seconds > 0) return false;
  return end - firedAt >= SETTLED_S || activeSpan(series, level.ratio) * STEP_S >= SETTLED_S;
}

function track(alert: FiringAlert, spec: RuleSpec, { series, end }: RuleInput): FiringAlert {
  if (isActive(spec, series)) {
    const state = alert.pagedAt === null ? 'NOTIFY' : 'PAGE';
    return { ...alert, state, lastHot: end, inactive: { seconds: 0, requests: 0, errors: 0 } };
  }
  const { requests, errors } = newest(series, 1);
  const inactive = {
    seconds: alert.inactive.seconds + STEP_S,
    requests: alert.inactive.requests + requests,
    errors: alert.inactive.errors + errors,
  };
  return { ...alert, state: 'CLEARING', inactive };
}

function isActive({ measure, threshold, window_s }: RuleSpec, series: BucketSeries): boolean {
  const { errors, requests } = newest(series, window_s / STEP_S);
  const fresh = newest(series, FRESH);
  if (fresh.errors === 0) return false;
  const bar = HYSTERESIS * threshold;
  if (measure === 'count') return errors >= bar;
  return (
    errors / Math.max(1, requests) >= bar && fresh.errors / Math.max(1, fresh.requests) >= bar / 2
  );
}

function raised(key: string, spec: RuleSpec, found: Elevation, end: number): FiringAlert {
  const { buckets, requests, errors, ratio, lower } = found;
  return {
    key,
    state: 'NOTIFY',
    since: end - buckets * STEP_S,
    firedAt: end,
    pagedAt: null,
    evidence: {
      windowS: buckets * STEP_S,
      requests,
      errors,
      lower,
      usual: 0,
      orgs: spec.org === null ? [] : [spec.org],
      orgCount: spec.org === null ? 0 : 1,
      routes: spec.route === null ? [] : [spec.route],
      deployed: null,
    },
    lastHot: end,
    level: { ratio, errorsPerBucket: errors / buckets },
    inactive: { seconds: 0, requests: 0, errors: 0 },
    pauses: 0,
  };
}
