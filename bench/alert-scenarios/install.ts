import type { Random } from './random.ts';

/** How much an install is used. */
export type Size = 'tiny' | 'small' | 'medium' | 'large';

/** An API with its customers: who calls what how often, and what usually fails. */
export interface Install {
  readonly orgs: readonly string[];
  readonly routes: readonly string[];
  /** Mean requests per second of each org on each route: `calls[org][route]`. */
  readonly calls: readonly (readonly number[])[];
  /** Usual share of 500s by route, and of 429s by org. */
  readonly failing: readonly number[];
  readonly limited: readonly number[];
  /** Half the difference between a day's peak and its mean; the hour of the peak. */
  readonly swing: number;
  readonly peakHour: number;
  /** Shape of the minute-to-minute noise of traffic and of failures. */
  readonly trafficShape: number;
  readonly failureShape: number;
}

type Range = readonly [low: number, high: number];
type Bounds = Readonly<Record<'rps' | 'orgs' | 'routes' | 'failing', Range>>;

const SIZES: Readonly<Record<Size, Bounds>> = {
  tiny: { rps: [0.03, 0.15], orgs: [3, 5], routes: [4, 6], failing: [0.002, 0.015] },
  small: { rps: [0.5, 4], orgs: [6, 12], routes: [5, 8], failing: [0.0003, 0.003] },
  medium: { rps: [6, 30], orgs: [14, 30], routes: [8, 12], failing: [0.0001, 0.001] },
  large: { rps: [60, 180], orgs: [30, 45], routes: [10, 14], failing: [0.0001, 0.0008] },
};

/** Shares of a whole that fall off like a power law. */
function shares(random: Random, count: number, steepness: number): number[] {
  const weights = Array.from({ length: count }, (_, i) => {
    return (i + 1) ** -steepness * random.between(0.7, 1.3);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

export function makeInstall(random: Random, size: Size): Install {
  const { rps, orgs, routes, failing } = SIZES[size];
  const total = random.logBetween(...rps);
  const orgShares = shares(random, random.whole(...orgs), random.between(0.7, 1.2));
  const routeShares = shares(random, random.whole(...routes), random.between(0.8, 1.3));
  return {
    orgs: orgShares.map((_, i) => `org_${i}`),
    routes: routeShares.map((_, i) => `/v1/route_${i}`),
    calls: orgShares.map((org) => {
      const own = routeShares.map((route) => route * Math.exp(0.5 * random.normal()));
      const sum = own.reduce((a, b) => a + b, 0);
      return own.map((route) => (total * org * route) / sum);
    }),
    failing: routeShares.map(() => random.logBetween(...failing)),
    limited: orgShares.map(() => usualLimited(random, size)),
    swing: random.between(0.3, 0.7),
    peakHour: random.between(12, 17),
    trafficShape: random.between(6, 20),
    failureShape: random.between(1, 3),
  };
}

/** Most customers hardly ever meet their limit; one in ten always does a little. */
function usualLimited(random: Random, size: Size): number {
  const kind = random.unit();
  if (kind < 0.6) return 0;
  if (kind < 0.9 || size === 'tiny') return random.logBetween(0.0003, 0.003);
  return random.between(0.02, 0.07);
}

/** Traffic at `t` (seconds since the epoch) against the mean of the day. */
export function daily({ swing, peakHour }: Install, t: number): number {
  const hour = (t % 86_400) / 3600;
  return 1 + swing * Math.cos(((hour - peakHour) / 24) * 2 * Math.PI);
}

/** Requests per second of a route or org at `t`. */
export function routeRps(install: Install, route: number, t: number): number {
  return install.calls.reduce((sum, own) => sum + (own[route] ?? 0), 0) * daily(install, t);
}

export function orgRps(install: Install, org: number, t: number): number {
  return (install.calls[org] ?? []).reduce((sum, rps) => sum + rps, 0) * daily(install, t);
}
