import { ALL_500, type Draft, MINUTE_S, PARTS } from './draft.ts';
import type { Kind } from './kind.ts';

const ANY = ['small', 'medium', 'large'] as const;
const BUSY = ['medium', 'large'] as const;

function limits(draft: Draft, org: number, from: number, to: number): void {
  const orgs = new Set([org]);
  draft.effects.push({ from, to, traffic: 20, orgs });
  draft.effects.push({ from, to, fails: { status: 429, share: 0.85 }, orgs });
  draft.incident(draft.orgKey(429, org), from, to, { page: false });
}

/** What is over in one piece, or comes twice, and must be noticed. */
export const INCIDENT_KINDS: Readonly<Record<string, Kind>> = {
  outage: {
    count: 12,
    sizes: ANY,
    write(draft) {
      const end = draft.onset + draft.random.between(5, 40) * MINUTE_S;
      draft.fail(draft.onset, end, draft.random.between(0.3, 1));
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  route_outage: {
    count: 12,
    sizes: ANY,
    write(draft) {
      const end = draft.onset + draft.random.between(8, 40) * MINUTE_S;
      const route = draft.busyRoute(0.1);
      draft.fail(draft.onset, end, draft.random.between(0.4, 1), { routes: new Set([route]) });
      draft.incident(draft.routeKey(route), draft.onset, end, { accept: ALL_500 });
      return draft.done(end);
    },
  },
  two_routes: {
    count: 6,
    sizes: BUSY,
    write(draft) {
      const { random, onset } = draft;
      const [first = 0, second = 1] = random.sample(2, 3);
      const later = onset + random.between(3, 12) * MINUTE_S;
      const ends = [onset, later].map((from) => from + random.between(15, 30) * MINUTE_S);
      [first, second]
        .map((nth) => nth + 2)
        .forEach((route, i) => {
          const [from = onset, to = onset] = [[onset, later][i], ends[i]];
          draft.fail(from, to, random.between(0.4, 0.9), { routes: new Set([route]) });
          draft.incident(draft.routeKey(route), from, to, { accept: ALL_500 });
        });
      return draft.done(Math.max(...ends));
    },
  },
  overlapping: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const { random, onset } = draft;
      const end = onset + random.between(20, 45) * MINUTE_S;
      const later = onset + random.between(3, 10) * MINUTE_S;
      limits(draft, draft.busyOrg(0.2), onset, end);
      draft.fail(later, end, random.between(0.2, 0.8));
      draft.incident('global-500', later, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  relapse: {
    count: 8,
    sizes: ANY,
    write(draft) {
      const { random } = draft;
      const share = random.between(0.3, 0.9);
      let end = draft.onset;
      for (let i = random.whole(2, 3), t = draft.onset; i > 0; i--) {
        end = t + random.between(4, 12) * MINUTE_S;
        draft.fail(t, end, share);
        t = end + random.between(50, 130);
      }
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  again: {
    count: 6,
    sizes: ANY,
    write(draft) {
      const { random } = draft;
      let end = draft.onset;
      for (let i = 2, t = draft.onset; i > 0; i--) {
        end = t + random.between(6, 20) * MINUTE_S;
        draft.fail(t, end, random.between(0.4, 0.9));
        draft.incident('global-500', t, end, { accept: PARTS });
        t = end + random.between(22, 40) * MINUTE_S;
      }
      return draft.done(end);
    },
  },
  collapse: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const { random, onset } = draft;
      const end = onset + random.between(8, 35) * MINUTE_S;
      const left = random.between(0.03, 0.2);
      draft.fail(onset, end, random.between(0.5, 1));
      const traffic = (t: number) => Math.max(left, 1 - (1 - left) * ((t - onset) / 90));
      draft.effects.push({ from: onset, to: end, traffic });
      draft.incident('global-500', onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  region: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const { random, onset, install } = draft;
      const end = onset + random.between(10, 40) * MINUTE_S;
      const orgs = random.sample(
        Math.ceil(install.orgs.length * random.between(0.3, 0.5)),
        install.orgs.length,
      );
      draft.fail(onset, end, random.between(0.4, 1), { orgs });
      draft.incident('global-500', onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  client_version: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const { random, onset } = draft;
      const end = onset + random.between(25, 60) * MINUTE_S;
      const [share, reach] = [random.between(0.1, 0.3), random.between(0.5, 1)];
      draft.deploys.push({ at: Math.floor(onset), release: '2.0.0' });
      const grows = (t: number) => share * reach * Math.min(1, (t - onset) / 120);
      draft.effects.push({ from: onset, to: end, fails: { status: 500, share: grows } });
      draft.incident('global-500', onset, end, { accept: PARTS });
      return draft.done(end);
    },
  },
  org_outage: {
    count: 8,
    sizes: ANY,
    write(draft) {
      const end = draft.onset + draft.random.between(10, 50) * MINUTE_S;
      const org = draft.busyOrg(0.1);
      draft.fail(draft.onset, end, draft.random.between(0.3, 1), { orgs: new Set([org]) });
      draft.incident(draft.orgKey(500, org), draft.onset, end, { page: 'either', accept: ALL_500 });
      return draft.done(end);
    },
  },
  org_limited: {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const end = draft.onset + draft.random.between(3, 60) * MINUTE_S;
      limits(draft, draft.busyOrg(0.1), draft.onset, end);
      return draft.done(end);
    },
  },
  all_limited: {
    count: 8,
    sizes: ANY,
    write(draft) {
      const end = draft.onset + draft.random.between(8, 40) * MINUTE_S;
      const fails = { status: 429, share: draft.random.between(0.25, 0.8) } as const;
      draft.effects.push({ from: draft.onset, to: end, fails });
      draft.incident('global-429', draft.onset, end, { accept: ['org-429:*'] });
      return draft.done(end);
    },
  },
  telemetry_lost: {
    count: 6,
    sizes: ANY,
    write(draft) {
      const end = draft.onset + draft.random.between(8, 40) * MINUTE_S;
      draft.effects.push({ from: draft.onset, to: end, blackout: true });
      draft.incident('no-data', draft.onset, end, { page: 'either' });
      return draft.done(end);
    },
  },
};
