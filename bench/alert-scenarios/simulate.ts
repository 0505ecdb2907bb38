import { type Bucket, type ErrorCell, STEP_S } from '../../server/src/alerts/engine/bucket.ts';
import { daily, type Install } from './install.ts';
import { Random } from './random.ts';
import type { Effect, Scenario } from './scenario.ts';

interface Active {
  readonly effect: Effect;
  /** Part of the bucket that it covers. */
  readonly part: number;
}

const MINUTE = 6;

/** The buckets of a scenario in order; `undefined` where none arrives. */
export function* simulate(scenario: Scenario): Generator<readonly [number, Bucket | undefined]> {
  const { install } = scenario;
  const random = new Random(`${scenario.id}/traffic`);
  const busy = install.orgs.map(() => 1);
  const ailing = install.routes.map(() => 1);
  for (let t = scenario.start, i = 0; t < scenario.end; t += STEP_S, i++) {
    if (i % MINUTE === 0) {
      for (let o = 0; o < busy.length; o++) busy[o] = random.noise(install.trafficShape);
      for (let r = 0; r < ailing.length; r++) ailing[r] = random.noise(install.failureShape);
    }
    const active = scenario.effects
      .map((effect) => ({ effect, part: overlap(effect, t) }))
      .filter(({ part }) => part > 0);
    const bucket = bucketAt(t, { random, install, busy, ailing, active });
    const lost = active.some(({ effect, part }) => effect.blackout && part >= 0.5);
    const silent = !scenario.heartbeats && Object.keys(bucket.orgs).length === 0;
    yield [t, lost || silent ? undefined : bucket];
  }
}

function overlap({ from, to }: Effect, t: number): number {
  return Math.max(0, Math.min(to, t + STEP_S) - Math.max(from, t)) / STEP_S;
}

interface Moment {
  readonly random: Random;
  readonly install: Install;
  readonly busy: readonly number[];
  readonly ailing: readonly number[];
  readonly active: readonly Active[];
}

function bucketAt(t: number, moment: Moment): Bucket {
  const { random, install, active } = moment;
  const orgs: Record<string, number> = {};
  const routes: Record<string, number> = {};
  const errors: ErrorCell[] = [];
  const add = (org: string, route: string, requests: number, failed: [500 | 429, number][]) => {
    if (requests === 0) return;
    orgs[org] = (orgs[org] ?? 0) + requests;
    routes[route] = (routes[route] ?? 0) + requests;
    for (const [status, count] of failed) if (count > 0) errors.push([org, route, status, count]);
  };
  const day = daily(install, t) * STEP_S;
  install.orgs.forEach((org, o) => {
    install.routes.forEach((route, r) => {
      const rate = (install.calls[o]?.[r] ?? 0) * day * (moment.busy[o] ?? 1);
      const sent = random.poisson(rate * trafficTimes(active, o, r, t));
      if (sent === 0) return;
      const { limit, fail } = chances(moment, o, r, t);
      const limited = random.binomial(sent, Math.min(1, limit));
      const failed = random.binomial(sent - limited, Math.min(1, fail));
      add(org, route, sent, [
        [429, limited],
        [500, failed],
      ]);
    });
  });
  for (const { effect, part } of active) {
    if (!effect.retries) continue;
    const { org, route, rps } = effect.retries;
    const sent = random.poisson(rps * STEP_S * part);
    add(install.orgs[org] ?? '', install.routes[route] ?? '', sent, [[500, sent]]);
  }
  return { t, complete: true, orgs, routes, errors };
}

function hits({ orgs, routes }: Effect, org: number, route: number): boolean {
  return (orgs?.has(org) ?? true) && (routes?.has(route) ?? true);
}

const at = (value: number | ((t: number) => number), t: number) =>
  typeof value === 'number' ? value : value(t + STEP_S / 2);

function trafficTimes(active: readonly Active[], org: number, route: number, t: number): number {
  let times = 1;
  for (const { effect, part } of active)
    if (effect.traffic !== undefined && hits(effect, org, route))
      times *= 1 + (at(effect.traffic, t) - 1) * part;
  return times;
}

function chances({ install, ailing, active }: Moment, org: number, route: number, t: number) {
  let limit = install.limited[org] ?? 0;
  let fail = (install.failing[route] ?? 0) * (ailing[route] ?? 1);
  for (const { effect, part } of active) {
    if (!effect.fails || !hits(effect, org, route)) continue;
    const share = at(effect.fails.share, t) * part;
    if (effect.fails.status === 429) limit += share;
    else fail += share;
  }
  return { limit, fail };
}
