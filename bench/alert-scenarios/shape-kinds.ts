import { BURSTS, bursts } from './burst-profile.ts';
import { ALL_500, HOUR_S, MINUTE_S, PARTS } from './draft.ts';
import type { Kind } from './kind.ts';

const BUSY = ['medium', 'large'] as const;

/** Bursts and burns of other shapes than those that were seen first. */
export const SHAPE_KINDS: Readonly<Record<string, Kind>> = {
  faint_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const end = bursts(draft, { ...BURSTS, share: [0.08, 0.15] });
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  long_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const end = bursts(draft, {
        length: [50, 120],
        every: [200, 300],
        share: [0.2, 0.7],
        minutes: [25, 60],
      });
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  rare_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const end = bursts(draft, { ...BURSTS, every: [300, 480], minutes: [45, 90] });
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  fading_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const fade = draft.random.between(0.8, 0.95);
      const profile = { ...BURSTS, share: [0.5, 0.9], minutes: [15, 25] } as const;
      const end = bursts(draft, profile, (n) => ({ times: Math.max(0.15, fade ** n) }));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  growing_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const profile = { ...BURSTS, share: [0.4, 0.8] } as const;
      const end = bursts(draft, profile, (n) => ({ times: Math.min(1, 0.15 + 0.1 * n) }));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  taking_turns: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const { random, install } = draft;
      const groups = random.whole(2, 4);
      const of = install.orgs.map(() => random.whole(0, groups - 1));
      const group = (n: number) => new Set(of.flatMap((g, org) => (g === n % groups ? [org] : [])));
      const end = bursts(draft, { ...BURSTS, share: [0.4, 0.9] }, (n) => ({ orgs: group(n) }));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  two_route_bursts: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const [first = 0, second = 1] = [...draft.random.sample(2, 3)].map((nth) => nth + 2);
      const routes = new Set([first, second]);
      const end = bursts(draft, { ...BURSTS, share: [0.4, 0.9] }, () => ({ routes }));
      for (const route of routes)
        draft.incident(draft.routeKey(route), draft.onset, end, { accept: ALL_500 });
      return draft.done(end);
    },
  },
  growing_burn: {
    count: 8,
    sizes: ['large'],
    write(draft) {
      const end = draft.onset + draft.random.between(100, 200) * MINUTE_S;
      const [low, high] = [draft.random.between(0.002, 0.004), draft.random.between(0.008, 0.02)];
      const grows = (t: number) => low + (high - low) * ((t - draft.onset) / (end - draft.onset));
      draft.effects.push({ from: draft.onset, to: end, fails: { status: 500, share: grows } });
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  faint_burn: {
    count: 8,
    sizes: ['large'],
    write(draft) {
      const end = draft.onset + draft.random.between(100, 200) * MINUTE_S;
      draft.fail(draft.onset, end, draft.random.between(0.003, 0.006));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  strong_burn: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const end = draft.onset + draft.random.between(60, 150) * MINUTE_S;
      draft.fail(draft.onset, end, draft.random.between(0.008, 0.02));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  burn_after_blip: {
    count: 8,
    sizes: ['large'],
    write(draft) {
      const blip = draft.onset + draft.random.between(20, 35);
      const end = draft.onset + draft.random.between(60, 120) * MINUTE_S;
      draft.fail(draft.onset, blip, draft.random.between(0.5, 0.9));
      draft.fail(blip, end, draft.random.between(0.008, 0.02));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  route_burn: {
    count: 8,
    sizes: ['large'],
    write(draft) {
      const route = draft.busyRoute(5);
      const end = draft.onset + draft.random.between(1.5, 3) * HOUR_S;
      draft.fail(draft.onset, end, draft.random.between(0.01, 0.03), { routes: new Set([route]) });
      draft.incident(draft.routeKey(route), draft.onset, end, { accept: ALL_500 });
      return draft.done(end);
    },
  },
};
