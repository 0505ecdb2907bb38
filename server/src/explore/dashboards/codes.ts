import { isComparable } from '@request-desk/shared/comparable';
import type { CodeDetail, Codes } from '@request-desk/shared/dashboard-api';
import { HOUR_S } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { Profile } from '@request-desk/shared/profile';
import { codeNames, uncountedCauses } from '@request-desk/shared/profile-codes';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { facetValues } from '../../clickhouse/queries/explore-columns.ts';
import { facetCounts } from '../../clickhouse/queries/facets.ts';
import { requestHistogram } from '../../clickhouse/queries/histogram.ts';
import { callersHit } from '../../clickhouse/queries/key-counts.ts';
import { searchRequests } from '../../clickhouse/queries/search.ts';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import { rangeAsWire, stepFor, stepsOf, widened } from '../time-range.ts';

const MAX_STEPS = 60;
const MAX_VALUES = 20;
const SAMPLES = 10;
/** Whole hours are counted for little. */
const COARSE_FROM_MS = 6 * HOUR_S * 1000;

/** The profile’s codes, and others that were seen: how often, compared with before, and over time. */
export async function codesOf(
  clickhouse: ClickHouse,
  profile: Profile,
  asked: TimeRange,
): Promise<Omit<Codes, 'data_current_to'>> {
  const { step, range } = trendRange(asked);
  const steps = stepsOf(range, step);
  const answered = { code: ['success', 'error'], uncounted: uncountedCauses(profile) };
  const rows = await requestHistogram(clickhouse, range, answered, step);
  const coarse = range.toMs - range.fromMs >= COARSE_FROM_MS ? Math.max(step, HOUR_S) : step;
  const before = await requestHistogram(clickhouse, rangeBefore(range), answered, coarse);
  const sum = (of: typeof rows, code?: string) =>
    of.reduce((n, row) => n + (code === undefined || row.code === code ? row.requests : 0), 0);
  return {
    ...rangeAsWire(range),
    requests: sum(rows),
    compared: isComparable(inSteps(before, coarse), inSteps(rows, coarse)),
    items: shownCodes(profile, [...rows, ...before]).map((code) => {
      const counts = new Map(
        rows.filter((row) => row.code === code).map((row) => [row.at, row.requests]),
      );
      return {
        code,
        count: sum(rows, code),
        previous: sum(before, code),
        trend: {
          step_s: step,
          at: steps.map(isoOfSeconds),
          counts: steps.map((at) => counts.get(at) ?? 0),
        },
      };
    }),
  };
}

/** Requests in each step in which there were any. */
function inSteps(rows: readonly { at: number; requests: number }[], stepS: number): number[] {
  const steps = Map.groupBy(rows, ({ at }) => Math.floor(at / stepS));
  return [...steps.values()].map((own) => own.reduce((n, { requests }) => n + requests, 0));
}

/** Those of the profile in its order, then what else was met, by name. */
function shownCodes(profile: Profile, rows: readonly { readonly code: string }[]): string[] {
  const known = codeNames(profile);
  const met = new Set(rows.map(({ code }) => code));
  for (const code of ['', ...known]) met.delete(code);
  return [...known, ...[...met].sort()];
}

/**
 * One code: who meets it, where, why, and the newest requests that did. Undefined for a code that
 * neither the profile knows nor anybody met.
 */
export async function codeDetailOf(
  clickhouse: ClickHouse,
  profile: Profile,
  asked: TimeRange,
  code: string,
): Promise<Omit<CodeDetail, 'data_current_to'> | undefined> {
  const { range } = trendRange(asked);
  const { requests, compared, items } = await codesOf(clickhouse, profile, range);
  const item = items.find((one) => one.code === code);
  if (item === undefined) return undefined;
  const uncounted = uncountedCauses(profile);
  const filter = { code: [code], uncounted };
  const values = facetValues(['cause', 'route', 'org']);
  const counts = await facetCounts(clickhouse, { range, filter, values, limit: MAX_VALUES });
  const by = (field: string) =>
    counts.filter((row) => row.field === field).map(({ value, count }) => ({ value, count }));
  const hit = await callersHit(clickhouse, range, code, uncounted);
  const found = await searchRequests(clickhouse, { range, filter, limit: SAMPLES });
  return {
    ...rangeAsWire(range),
    ...item,
    requests,
    compared,
    orgs_hit: hit.orgs,
    keys_hit: hit.keys,
    by_cause: by('cause'),
    by_route: by('route'),
    by_org: by('org'),
    samples: found.map(({ row }) => row),
  };
}

/** From the beginning of a step on, so that the first one is not the rest of one. */
function trendRange(asked: TimeRange): { readonly step: number; readonly range: TimeRange } {
  const step = stepFor(asked, MAX_STEPS);
  return { step, range: { fromMs: widened(asked, step).fromMs, toMs: asked.toMs } };
}

function rangeBefore({ fromMs, toMs }: TimeRange): TimeRange {
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}
