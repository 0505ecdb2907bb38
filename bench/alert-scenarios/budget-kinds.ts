import { BURSTS, bursts } from './burst-profile.ts';
import { ALL_500, HOUR_S, MINUTE_S, PARTS } from './draft.ts';
import type { Kind } from './kind.ts';

const ANY = ['small', 'medium', 'large'] as const;
const BUSY = ['medium', 'large'] as const;

/** What is small at every moment and adds up. */
export const BUDGET_KINDS: Readonly<Record<string, Kind>> = {
  bursts: {
    count: 24,
    sizes: ANY,
    write(draft) {
      const end = bursts(draft, BURSTS);
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  route_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const route = draft.busyRoute(2);
      const end = bursts(draft, { ...BURSTS, share: [0.4, 0.9] }, () => ({
        routes: new Set([route]),
      }));
      draft.incident(draft.routeKey(route), draft.onset, end, { accept: ALL_500 });
      return draft.done(end);
    },
  },
  sparse_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const profile = { ...BURSTS, every: [200, 280], minutes: [45, 90] } as const;
      const end = bursts(draft, profile);
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  slow_burn: {
    count: 16,
    sizes: ['large'],
    write(draft) {
      const end = draft.onset + draft.random.between(100, 200) * MINUTE_S;
      draft.fail(draft.onset, end, draft.random.between(0.006, 0.01));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  slower_burn: {
    count: 6,
    sizes: ['large'],
    write(draft) {
      const end = draft.onset + draft.random.between(4, 6) * HOUR_S;
      draft.fail(draft.onset, end, draft.random.between(0.003, 0.005));
      draft.incident('global-500', draft.onset, end, { accept: PARTS, page: 'either' });
      return draft.done(end);
    },
  },
};
