import { STEP_S } from './bucket.ts';
import { NO_DATA } from './scope.ts';
import type { Slice } from './slice.ts';
import { type EngineState, type FiringAlert, WINDOW } from './state.ts';
import { poissonAtMost, sum } from './statistics.ts';

interface DataGap {
  /** Start of the first bucket of the gap. */
  readonly since: number;
  readonly buckets: number;
}

/** Buckets without a heartbeat that are no longer a restart or a lost batch. */
const MIN_MISSING = 6;
/** Traffic comes in clumps: so many requests count as one independent arrival. */
const CLUMP = 1.5;
/** A gap must be this many times the longest one in the window. */
const TIMES_LONGEST = 2.5;
/** Traffic that has provably fallen within the window is judged by so many of its newest buckets. */
const NEWEST = [12, 24] as const;
const FALLEN = 0.01;
/** So improbable must a run of losses be, given how many buckets are lost anyway. */
const IMPROBABLE = 1e-6;

/** The newest buckets that are missing or empty, if there are too many of them to be chance. */
export function dataGap(state: EngineState, heartbeats: boolean): DataGap | undefined {
  const { window } = state;
  let gap = 0;
  while (gap < window.length && isBlank(window[window.length - 1 - gap])) gap++;
  const first = window[window.length - gap];
  if (gap < MIN_MISSING || !first) return undefined;
  const before = window.slice(0, -gap);
  if (before.length < MIN_MISSING) return undefined;
  const found =
    lossIsImprobable(before, gap) &&
    (heartbeats || trafficWasDue(before, gap, sum(Object.values(state.traffic))));
  return found ? { since: first.t, buckets: gap } : undefined;
}

function isBlank(slice: Slice | undefined): boolean {
  return slice !== undefined && (slice.kind === 'missing' || slice.kind === 'empty');
}

function lossIsImprobable(before: readonly Slice[], gap: number): boolean {
  const lost = before.filter(isBlank).length;
  return ((lost + 1) / (before.length + 10)) ** gap <= IMPROBABLE;
}

/**
 * Without heartbeats silence is judged by the traffic that was due. The rate is itself uncertain,
 * so the chance of none is the gamma-Poisson predictive one, by the window's traffic, by what is left
 * of it where it has been fading, and by the usual traffic: by each of them.
 */
function trafficWasDue(before: readonly Slice[], gap: number, usual: number): boolean {
  const requests = sum(before.map((slice) => slice.requests));
  if (chanceOfNone(requests, before.length, gap) > IMPROBABLE) return false;
  for (const buckets of NEWEST) {
    const newest = sum(before.slice(-buckets).map((slice) => slice.requests));
    const due = (requests * buckets) / before.length;
    const hasFallen = poissonAtMost(newest / CLUMP, due / CLUMP) <= FALLEN;
    if (hasFallen && chanceOfNone(newest, buckets, gap) > IMPROBABLE) return false;
  }
  if (usual > 0 && chanceOfNone(usual * WINDOW, WINDOW, gap) > IMPROBABLE) return false;
  let longest = 0;
  let run = 0;
  for (const slice of before) {
    run = isBlank(slice) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return gap >= TIMES_LONGEST * longest;
}

function chanceOfNone(requests: number, buckets: number, gap: number): number {
  return (buckets / (buckets + gap)) ** (requests / CLUMP + 1);
}

/** The alert for a silence. */
export function raiseNoData(gap: DataGap, at: number): FiringAlert {
  return {
    key: NO_DATA,
    state: 'NO_DATA',
    since: gap.since,
    firedAt: at,
    pagedAt: null,
    evidence: {
      windowS: gap.buckets * STEP_S,
      requests: 0,
      errors: 0,
      lower: 0,
      usual: 0,
      orgs: [],
      orgCount: 0,
      routes: [],
      deployed: null,
    },
    lastHot: at,
    level: { ratio: 0, errorsPerBucket: 0 },
    inactive: { seconds: 0, requests: 0, errors: 0 },
    pauses: 0,
  };
}
