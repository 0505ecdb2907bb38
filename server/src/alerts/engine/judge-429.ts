import { usualRatio } from './baseline.ts';
import type { BucketSeries } from './elevation.ts';
import { errorsBy, requestsOf, worstOf } from './hits.ts';
import { type Finding, firstElevated, type View } from './judge-500.ts';
import { runawayOrgs } from './runaway.ts';
import { type AlertScope, globalScope } from './scope.ts';
import { seriesOf } from './series.ts';
import type { Slice } from './slice.ts';
import { wilsonLower } from './statistics.ts';
import { THRESHOLDS } from './thresholds.ts';

/** An org that is over its limit. Never a page: it is that customer's own doing. */
export function judgeOrg429(
  view: View,
  scope: AlertScope,
  series: BucketSeries,
): Finding | undefined {
  return firstElevated(view, { scope, thresholds: THRESHOLDS.org429, fits: () => true, series });
}

/** Orgs that must be limited at once. */
const MIN_ORGS = 3;
/** And this share of those that sent anything. */
const MIN_SHARE = 0.15;

/**
 * Everybody, or a whole tier, is limited: several orgs that send no more than usual get 429s.
 * Orgs that run away are dropped first, and the worst of the others does not count.
 */
export function judgeGlobal429(view: View): Finding | undefined {
  const limited = errorsBy(view.window, '429', 'orgs');
  if (limited.size < MIN_ORGS) return undefined;
  const dropped = runawayOrgs(view, limited.keys());
  for (const org of limited.keys()) if (isOwnCase(view, org)) dropped.add(org);
  if (limited.size - dropped.size < MIN_ORGS) return undefined;
  const fits = (slices: readonly Slice[]) => hitsSeveral(view, slices, dropped);
  const scope = globalScope('429');
  const everybody = firstElevated(view, {
    scope,
    thresholds: THRESHOLDS.global429,
    fits,
    series: seriesWithout(view, dropped),
  });
  if (everybody) return everybody;
  const tier = limitedOrgs(view, view.window.slice(-RECENT), dropped);
  if (tier.size < MIN_ORGS) return undefined;
  return firstElevated(view, {
    scope,
    thresholds: THRESHOLDS.tier429,
    fits,
    series: seriesOnly(view, tier),
  });
}

const RECENT = 12;

/** An org that was alone over its limit for a while is a case of its own. */
const OWN_CASE_S = 90;

function isOwnCase(view: View, org: string): boolean {
  const own = view.state.firing[`org-429:${org}`];
  return own !== undefined && (view.window.at(-1)?.t ?? 0) - own.firedAt >= OWN_CASE_S;
}

function hitsSeveral(view: View, slices: readonly Slice[], dropped: ReadonlySet<string>): boolean {
  const errors = errorsBy(slices, '429', 'orgs');
  const active = new Set(slices.flatMap((slice) => Object.keys(slice.orgs)));
  for (const org of dropped) {
    errors.delete(org);
    active.delete(org);
  }
  let hit = 0;
  let all = 0;
  for (const [org, count] of errors) {
    all += count;
    const usual = usualRatio(view.state.baselines[`429|org|${org}`], '429');
    if (count >= 2 && count > 3 * usual * requestsOf(slices, '429', 'orgs', org)) hit++;
  }
  const [, worst] = worstOf(errors);
  return hit >= MIN_ORGS && hit >= MIN_SHARE * active.size && all - worst >= Math.max(3, 0.1 * all);
}

/** Orgs that are each provably limited. */
function limitedOrgs(view: View, slices: readonly Slice[], dropped: ReadonlySet<string>) {
  const tier = new Set<string>();
  for (const [org, count] of errorsBy(slices, '429', 'orgs')) {
    if (dropped.has(org) || count < 3) continue;
    const usual = usualRatio(view.state.baselines[`429|org|${org}`], '429');
    const lower = wilsonLower(count, requestsOf(slices, '429', 'orgs', org), 1.64);
    if (lower >= Math.max(0.05, 3 * usual)) tier.add(org);
  }
  return tier;
}

/** Everybody's 429s without the org that had most of them lately. */
export function seriesFor429(view: View) {
  const [org] = worstOf(errorsBy(view.window.slice(-3), '429', 'orgs'));
  return seriesWithout(view, new Set([org]));
}

function seriesWithout(view: View, dropped: ReadonlySet<string>) {
  const all = seriesOf(view.window, globalScope('429'));
  const theirs = seriesOnly(view, dropped);
  return {
    requests: all.requests.map((count, i) => count - (theirs.requests[i] ?? 0)),
    errors: all.errors.map((count, i) => count - (theirs.errors[i] ?? 0)),
  };
}

function seriesOnly(view: View, orgs: ReadonlySet<string>) {
  const sum = (of: (slice: Slice) => Readonly<Record<string, number>>) =>
    view.window.map((slice) => {
      let total = 0;
      for (const org of orgs) total += of(slice)[org] ?? 0;
      return total;
    });
  return { requests: sum((slice) => slice.orgs), errors: sum((slice) => slice.errors['429'].orgs) };
}
