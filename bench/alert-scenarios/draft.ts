import { STEP_S } from '../../server/src/alerts/engine/bucket.ts';
import { type Install, makeInstall, orgRps, routeRps, type Size } from './install.ts';
import { Random } from './random.ts';
import type { Effect, Incident, Neutral, Scenario } from './scenario.ts';

export const MINUTE_S = 60;
export const HOUR_S = 3600;
/** A Monday, 00:00 UTC. */
const WEEK = 1_767_571_200;

/** Every key of failures; what an outage of everything may show beside its own. */
export const PARTS = ['route-500:*', 'org-500:*'];
export const ALL_500 = ['global-500', ...PARTS];

/** A scenario while it is being written. */
export class Draft {
  readonly random: Random;
  readonly install: Install;
  readonly start: number;
  /** When things begin to happen: the install has some history by then. */
  readonly onset: number;
  readonly effects: Effect[] = [];
  readonly incidents: Incident[] = [];
  readonly neutrals: Neutral[] = [];
  readonly deploys: { at: number; release: string }[] = [];
  readonly #id: string;
  readonly #kind: string;
  readonly #size: Size;

  constructor(seed: string, kind: string, number: number, sizes: readonly [Size, ...Size[]]) {
    this.#id = `${kind}-${String(number).padStart(2, '0')}`;
    this.#kind = kind;
    this.random = new Random(`${seed}/${kind}/${number}`);
    this.#size = sizes[number % sizes.length] ?? sizes[0];
    this.install = makeInstall(this.random, this.#size);
    this.start = WEEK + this.random.whole(0, 7 * 24 * 360 - 1) * STEP_S;
    this.onset = this.start + Math.round(this.random.between(70, 140) * MINUTE_S);
  }

  /** A route that gets at least `rps` now; the busiest when none does. */
  busyRoute(rps: number): number {
    return this.#busy(
      this.install.routes,
      (route) => routeRps(this.install, route, this.onset),
      rps,
    );
  }

  /** An org that sends at least `rps` and is not the biggest. */
  busyOrg(rps: number): number {
    const smaller = this.install.orgs.slice(1);
    return 1 + this.#busy(smaller, (org) => orgRps(this.install, org + 1, this.onset), rps);
  }

  #busy(names: readonly string[], rateOf: (i: number) => number, rps: number): number {
    const rates = names.map((_, i) => rateOf(i));
    const enough = rates.flatMap((rate, i) => (rate >= rps ? [i] : []));
    if (enough.length > 0) return enough[this.random.whole(0, enough.length - 1)] ?? 0;
    return rates.indexOf(Math.max(...rates));
  }

  /** 500s for `share` of the requests, of everybody unless `of` says otherwise. */
  fail(from: number, to: number, share: number, of: Pick<Effect, 'orgs' | 'routes'> = {}): void {
    this.effects.push({ from, to, fails: { status: 500, share }, ...of });
  }

  incident(key: string, onset: number, end: number, more: Partial<Incident> = {}): void {
    this.incidents.push({ key, onset, end, page: true, accept: [], ...more });
  }

  neutral(keys: readonly string[], from: number, to: number, pageOk = false): void {
    this.neutrals.push({ keys, from, to, pageOk });
  }

  /** Ends `tail` seconds after `last`. Here and there a client retries what always fails. */
  done(last: number, { tail = 40 * MINUTE_S, quiet = false } = {}): Scenario {
    const end = Math.ceil((last + tail) / STEP_S) * STEP_S;
    const { random, install } = this;
    for (let t = this.start + random.between(0, 5) * HOUR_S; t < end - 120; ) {
      const length = random.between(20, 60);
      this.retries(t, length, random.between(3, 8));
      t += random.between(0.2, 6) * HOUR_S;
    }
    return {
      id: this.#id,
      kind: this.#kind,
      size: this.#size,
      install,
      start: this.start,
      end,
      heartbeats: random.unit() < 0.6,
      quiet,
      effects: this.effects,
      deploys: this.deploys,
      incidents: this.incidents,
      neutrals: this.neutrals,
    };
  }

  /** One client repeats a request that always fails: beside the point, and never a page. */
  retries(from: number, length: number, count: number): void {
    const org = this.random.whole(0, this.install.orgs.length - 1);
    const route = this.random.whole(0, this.install.routes.length - 1);
    const to = from + length;
    this.effects.push({ from, to, retries: { org, route, rps: count / length } });
    this.neutral([`org-500:${this.install.orgs[org]}`], from, to);
  }

  routeKey(route: number): string {
    return `route-500:${this.install.routes[route]}`;
  }

  orgKey(status: 500 | 429, org: number): string {
    return `org-${status}:${this.install.orgs[org]}`;
  }
}
