/** Whether a route that failed works again: judged by counts alone, without I/O. */
import { MINUTE_MS } from '@request-desk/shared/durations';
import { binomialAtMost } from '../../alerts/binomial.ts';
import { STEP_MS } from '../../clickhouse/queries/lookup-recovery.ts';

/** Calls of a route within a short time; refusals are not among them. */
export interface CountedStep {
  /** When it begins, milliseconds since the epoch. */
  readonly at_ms: number;
  readonly passed: number;
  readonly failed: number;
  /** Of those that failed: the same organisation's. */
  readonly own_failed: number;
}

export interface RecoveryQuestion {
  /** The oldest first. */
  readonly steps: readonly CountedStep[];
  /** The request's answer, milliseconds since the epoch. */
  readonly readyMs: number;
  /** Everything before it is in the store. */
  readonly untilMs: number;
  /** The share of calls that fails on good days. */
  readonly usual: number;
  /** The open incident that covers the route; null: there is none; undefined: not known. */
  readonly incident: { readonly sinceMs: number } | null | undefined;
}

/** What was counted in the last minutes. */
interface Counted {
  readonly calls: number;
  readonly failed: number;
  readonly minutes: number;
}

export type Recovery =
  /** The failure rate has been as usual since `sinceMs`; undefined: for as long as was looked. */
  | ({ readonly kind: 'again'; readonly sinceMs: number | undefined; ruledOut: number } & Counted)
  /** What the request met goes on, as far as is known. */
  | ({ readonly kind: 'not_yet' } & Counted)
  /**
   * Something began later: an incident of then, or failures (`failing`) of which nobody knows whether
   * they are the same.
   */
  | ({ readonly kind: 'later'; sinceMs: number | undefined; failing: boolean } & Counted)
  /** Too few calls, or too short a time; so many calls without a failure would be enough. */
  | ({ readonly kind: 'too_few'; readonly enough: number } & Counted)
  /** The route as a whole did not fail more than usual around the request. */
  | ({ readonly kind: 'alone' } & Counted);

/** When an incident began is an estimate: to the bucket of its first error. */
const INCIDENT_SLACK_MS = 15_000;
/** What replies speak of. */
export type RouteNow =
  | { readonly kind: 'again'; readonly sinceMs: number | undefined }
  | { readonly kind: 'later'; readonly sinceMs: number | undefined; readonly failing: boolean }
  | { readonly kind: 'not_yet' | 'too_few' | 'alone' };

/** How far back the last calls are looked at. */
export const LOOK_BACK_MS = 60 * MINUTE_MS;
/** On either side of the request: was it the route that failed? */
export const AROUND_MS = 10 * MINUTE_MS;
/** Shorter than this, a pause between two failures is no recovery. */
const QUIET_MS = 8 * MINUTE_MS;
/** Nor is one that is not this much longer than the pauses before it. */
const LONGER_THAN_BEFORE = 2;
/** An outage that fails at least this share of calls is ruled out before a recovery is stated … */
const LEAST_OUTAGE = 0.02;
/** … with at most this chance of being wrong. */
const ERROR_BOUND = 1e-6;
/** A minute whose failures come by chance less often than this is not a usual one. */
const UNUSUAL = 0.01;
/** Even of a route without a failure in a week a few calls of a thousand may fail. */
const LEAST_USUAL = 0.001;
/** Of fewer calls around the request nobody can say that the route as a whole worked. */
const ENOUGH_AROUND = 20;

/** Judges the last minutes before `untilMs`. */
export function recoveryOf(question: RecoveryQuestion): Recovery {
  const { steps, readyMs, untilMs, usual, incident } = question;
  const oldestMs = untilMs - LOOK_BACK_MS;
  const recent = steps.filter(({ at_ms }) => at_ms >= oldestMs && at_ms < untilMs);
  const bad = unusualMinutes(recent, usual, untilMs);
  const lastBad = Math.max(bad.at(-1) ?? oldestMs, readyMs);
  const last = counted(recent, lastBad, untilMs);
  const latest = counted(recent, untilMs - QUIET_MS, untilMs);
  const failing = isFailing(latest, usual) || ownFailures(recent, lastBad) > 0;
  if (incident && incident.sinceMs > readyMs + INCIDENT_SLACK_MS)
    return { kind: 'later', sinceMs: incident.sinceMs, failing, ...latest };
  if (incident) return { kind: 'not_yet', ...latest };
  if (failing && readyMs < oldestMs)
    return { kind: 'later', sinceMs: undefined, failing, ...latest };
  if (isAlone(question)) return { kind: 'alone', ...latest };
  if (failing) return { kind: 'not_yet', ...latest };
  const ruledOut = Math.max(LEAST_OUTAGE, 2 * usual);
  const quietMs = Math.max(QUIET_MS, LONGER_THAN_BEFORE * longestPause(bad));
  const isQuiet = untilMs - lastBad >= quietMs && !isFailing(last, usual);
  const isProven = binomialAtMost(last.failed, last.calls, ruledOut) <= ERROR_BOUND;
  if (incident === undefined || !isQuiet || !isProven)
    return { kind: 'too_few', enough: enoughCalls(ruledOut), ...last };
  return { kind: 'again', sinceMs: lastBad > oldestMs ? lastBad : undefined, ruledOut, ...last };
}

/** So many calls without a failure rule an outage of that share out. */
function enoughCalls(share: number): number {
  return Math.ceil(Math.log(ERROR_BOUND) / Math.log1p(-share));
}

type Sum = Pick<Counted, 'calls' | 'failed'>;

function sumOf(steps: readonly CountedStep[]): Sum {
  let [calls, failed] = [0, 0];
  for (const step of steps) {
    calls += step.passed + step.failed;
    failed += step.failed;
  }
  return { calls, failed };
}

function counted(steps: readonly CountedStep[], from: number, to: number): Counted {
  const sum = sumOf(steps.filter(({ at_ms }) => at_ms >= from && at_ms < to));
  return { ...sum, minutes: Math.round((to - from) / MINUTE_MS) };
}

/** More failures than chance makes of what is usual. */
function isFailing({ calls, failed }: Sum, usual: number): boolean {
  return isUnusual({ calls, failed }, Math.max(usual, LEAST_USUAL));
}

function isUnusual({ calls, failed }: Sum, usual: number): boolean {
  return failed > 0 && 1 - binomialAtMost(failed - 1, calls, usual) < UNUSUAL;
}

/** When the last call failed in each minute in which more failed than usual, the oldest first. */
function unusualMinutes(steps: readonly CountedStep[], usual: number, untilMs: number): number[] {
  const minutes = Map.groupBy(steps, ({ at_ms }) => Math.ceil((untilMs - at_ms) / MINUTE_MS));
  return [...minutes.values()].flatMap((within) => {
    const failing = within.filter(({ failed }) => failed > 0).at(-1);
    return failing && isUnusual(sumOf(within), usual) ? failing.at_ms + STEP_MS : [];
  });
}

function longestPause(ends: readonly number[]): number {
  let longest = 0;
  for (const [place, end] of ends.entries())
    longest = Math.max(longest, end - (ends[place - 1] ?? end));
  return longest;
}

/** The route as a whole did not fail: there is no outage to recover from. */
function isAlone({ steps, readyMs, usual }: RecoveryQuestion): boolean {
  const near = sumOf(steps.filter(({ at_ms }) => Math.abs(at_ms - readyMs) <= AROUND_MS));
  return near.calls >= ENOUGH_AROUND && !(near.failed > 1 && isFailing(near, usual));
}

function ownFailures(steps: readonly CountedStep[], after: number): number {
  return steps.reduce((sum, step) => sum + (step.at_ms >= after ? step.own_failed : 0), 0);
}
