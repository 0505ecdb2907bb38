import { ALL_500, type Draft, HOUR_S, MINUTE_S, PARTS } from './draft.ts';
import type { Kind } from './kind.ts';
import type { Effect } from './scenario.ts';

const ANY = ['small', 'medium', 'large'] as const;
const BUSY = ['medium', 'large'] as const;

interface Rhythm {
  /** Seconds that a burst lasts, and from the start of one to the start of the next. */
  readonly length: readonly [number, number];
  readonly every: readonly [number, number];
  readonly share: readonly [number, number];
  readonly minutes: readonly [number, number];
}

/** Failures in bursts; each rhythm has its own beat, kept exactly or with some play. Gives the end. */
function bursts(draft: Draft, rhythm: Rhythm, of: Pick<Effect, 'routes'> = {}): number {
  const { random, onset } = draft;
  const length = random.between(...rhythm.length);
  const every = random.between(...rhythm.every);
  const share = random.between(...rhythm.share);
  const stop = onset + random.between(...rhythm.minutes) * MINUTE_S;
  const play = random.pick([0, 0.15, 0.4]);
  const played = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value * random.between(1 - play, 1 + play)));
  let end = onset;
  for (let t = onset; t < stop; t += played(every, rhythm.every)) {
    end = t + played(length, rhythm.length);
    draft.fail(t, end, share, of);
  }
  return end;
}

const BURSTS: Rhythm = {
  length: [20, 45],
  every: [60, 180],
  share: [0.25, 0.7],
  minutes: [20, 45],
};

/** What is small at every moment and adds up. */
export const BUDGET_KINDS: Readonly<Record<string, Kind>> = {
  bursts: {
    ...{ count: 24, sizes: ANY },
    write(draft) {
      const end = bursts(draft, BURSTS);
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  route_bursts: {
    ...{ count: 8, sizes: BUSY },
    write(draft) {
      const route = draft.busyRoute(2);
      const end = bursts(draft, { ...BURSTS, share: [0.4, 0.9] }, { routes: new Set([route]) });
      draft.incident(draft.routeKey(route), draft.onset, end, { accept: ALL_500 });
      return draft.done(end);
    },
  },
  sparse_bursts: {
    ...{ count: 8, sizes: BUSY },
    write(draft) {
      const rhythm = { ...BURSTS, every: [200, 280], minutes: [45, 90] } as const;
      const end = bursts(draft, rhythm);
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  slow_burn: {
    ...{ count: 16, sizes: ['large'] },
    write(draft) {
      const end = draft.onset + draft.random.between(100, 200) * MINUTE_S;
      draft.fail(draft.onset, end, draft.random.between(0.006, 0.01));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  slower_burn: {
    ...{ count: 6, sizes: ['large'] },
    write(draft) {
      const end = draft.onset + draft.random.between(4, 6) * HOUR_S;
      draft.fail(draft.onset, end, draft.random.between(0.003, 0.005));
      draft.incident('global-500', draft.onset, end, { accept: PARTS, page: 'either' });
      return draft.done(end);
    },
  },
};
