import { type Draft, MINUTE_S } from './draft.ts';
import type { Effect } from './scenario.ts';

export interface BurstProfile {
  /** Seconds that a burst lasts, and from the start of one to the start of the next. */
  readonly length: readonly [number, number];
  readonly every: readonly [number, number];
  readonly share: readonly [number, number];
  readonly minutes: readonly [number, number];
}

/** Whom the n-th burst hits, and how much of its share of failures it has. */
type Hit = Pick<Effect, 'routes' | 'orgs'> & { readonly times?: number };

/** Failures in bursts; each profile has its own period, kept exactly or varied. Returns the end. */
export function bursts(
  draft: Draft,
  profile: BurstProfile,
  hit: (n: number) => Hit = () => ({}),
): number {
  const { random, onset } = draft;
  const length = random.between(...profile.length);
  const every = random.between(...profile.every);
  const share = random.between(...profile.share);
  const stop = onset + random.between(...profile.minutes) * MINUTE_S;
  const play = random.pick([0, 0.15, 0.4]);
  const played = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value * random.between(1 - play, 1 + play)));
  let end = onset;
  for (let t = onset, n = 0; t < stop; t += played(every, profile.every), n++) {
    end = t + played(length, profile.length);
    const { times = 1, ...of } = hit(n);
    draft.fail(t, end, share * times, of);
  }
  return end;
}

/** The bursts of the incident that was seen first. */
export const BURSTS: BurstProfile = {
  length: [20, 45],
  every: [60, 180],
  share: [0.25, 0.7],
  minutes: [20, 45],
};
