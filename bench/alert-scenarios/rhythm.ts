import { type Draft, MINUTE_S } from './draft.ts';
import type { Effect } from './scenario.ts';

export interface Rhythm {
  /** Seconds that a burst lasts, and from the start of one to the start of the next. */
  readonly length: readonly [number, number];
  readonly every: readonly [number, number];
  readonly share: readonly [number, number];
  readonly minutes: readonly [number, number];
}

/** Whom the n-th burst hits, and how much of the rhythm's share it has. */
type Hit = Pick<Effect, 'routes' | 'orgs'> & { readonly times?: number };

/** Failures in bursts; each rhythm has its own beat, kept exactly or with some play. Gives the end. */
export function bursts(draft: Draft, rhythm: Rhythm, hit: (n: number) => Hit = () => ({})): number {
  const { random, onset } = draft;
  const length = random.between(...rhythm.length);
  const every = random.between(...rhythm.every);
  const share = random.between(...rhythm.share);
  const stop = onset + random.between(...rhythm.minutes) * MINUTE_S;
  const play = random.pick([0, 0.15, 0.4]);
  const played = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value * random.between(1 - play, 1 + play)));
  let end = onset;
  for (let t = onset, n = 0; t < stop; t += played(every, rhythm.every), n++) {
    end = t + played(length, rhythm.length);
    const { times = 1, ...of } = hit(n);
    draft.fail(t, end, share * times, of);
  }
  return end;
}

/** The rhythm of the incident that was seen first. */
export const BURSTS: Rhythm = {
  length: [20, 45],
  every: [60, 180],
  share: [0.25, 0.7],
  minutes: [20, 45],
};
