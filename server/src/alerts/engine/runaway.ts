import { byName } from './by-name.ts';
import type { View } from './judge-500.ts';

/** How many times its usual traffic an org must send to be running away. */
const TIMES = 3;
/** And not on a handful of requests. */
const MIN_REQUESTS = 8;

/** Spans, in buckets, over which a run-away is looked for. */
const SPANS = [3, 12, 60] as const;

/** Which of `orgs` send far more than usual, when everybody's growth is allowed for. */
export function runawayOrgs(view: View, orgs: Iterable<string>): Set<string> {
  const asked = [...orgs];
  const usual = usualTraffic(view);
  const runaways = new Set<string>();
  for (const span of SPANS) {
    const recent = view.window.slice(-span);
    const sent = (org: string) => recent.reduce((sum, slice) => sum + (slice.orgs[org] ?? 0), 0);
    const growth = commonGrowth(usual, recent.length, sent);
    for (const org of asked) {
      const expected = (usual[org] ?? 0) * recent.length * growth;
      const got = sent(org);
      if (got >= MIN_REQUESTS && got > TIMES * expected + 3 * Math.sqrt(expected))
        runaways.add(org);
    }
  }
  return runaways;
}

/** Requests per bucket of each org; on a young install, what the window shows before the trouble. */
function usualTraffic(view: View): Readonly<Record<string, number>> {
  if (view.state.learned > 0) return view.state.traffic;
  const before = view.window.slice(0, -12);
  const sums = byName<number>();
  for (const slice of before)
    for (const org in slice.orgs)
      sums[org] = (sums[org] ?? 0) + (slice.orgs[org] ?? 0) / before.length;
  return sums;
}

/** What a peak of all traffic does to everybody is no run-away: the growth of the orgs that grew least. */
function commonGrowth(
  usual: Readonly<Record<string, number>>,
  buckets: number,
  sent: (org: string) => number,
): number {
  const growths: number[] = [];
  for (const org in usual) {
    const expected = (usual[org] ?? 0) * buckets;
    if (expected >= 1.5) growths.push(sent(org) / expected);
  }
  growths.sort((a, b) => a - b);
  return Math.max(1, growths[Math.floor(growths.length * LOWER_QUANTILE)] ?? 1);
}

const LOWER_QUANTILE = 0.3;
