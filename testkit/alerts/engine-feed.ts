import type { Bucket, ErrorCell } from '../../server/src/alerts/engine/bucket.ts';
import { decide } from '../../server/src/alerts/engine/decide.ts';
import {
  type EngineState,
  emptyState,
  type Transition,
} from '../../server/src/alerts/engine/state.ts';

export const START = 1_767_700_000;
const ORGS = Array.from({ length: 8 }, (_, i) => `org_${i}`);
const ROUTES = ['/a', '/b', '/c', '/d'];

/** Ten seconds of traffic. */
export interface BucketFeed {
  /** Share of each organisation's requests on each route that fails; 0 by default. */
  readonly failing?: (org: string, route: string) => number;
  readonly status?: 500 | 429;
  /** Requests of each organisation on each route. */
  readonly sent?: (org: string) => number;
  readonly complete?: boolean;
}

/** Feeds ten-second buckets to the engine and keeps what it says. */
export class Feed {
  state: EngineState = emptyState();
  t = START;
  readonly heartbeats: boolean;
  objectives: Record<string, number> = {};
  readonly said: string[] = [];

  constructor(heartbeats = true) {
    this.heartbeats = heartbeats;
  }

  pass(count: number, ten: BucketFeed = {}): string[] {
    const before = this.said.length;
    for (let i = 0; i < count; i++) this.#feed([bucketOf(this.t, ten)]);
    return this.said.slice(before);
  }

  miss(count: number): string[] {
    const before = this.said.length;
    for (let i = 0; i < count; i++) this.#feed([]);
    return this.said.slice(before);
  }

  #feed(buckets: readonly Bucket[]): void {
    this.t += 10;
    const { heartbeats, objectives } = this;
    const input = { buckets, closedTo: this.t, heartbeats, objectives };
    const { state, transitions } = decide(this.state, input, this.t);
    this.state = state;
    this.said.push(...transitions.map(wordsOf));
  }
}

/** What was said: change and key. */
export const wordsOf = ({ change, alert }: Transition) => `${change} ${alert.key}`;

/** A bucket in which eight organisations call four routes. */
export function bucketOf(
  t: number,
  { failing, status = 500, sent = () => 5, complete = true }: BucketFeed,
): Bucket {
  const orgs = Object.fromEntries(ORGS.map((org) => [org, sent(org) * ROUTES.length]));
  const all = ORGS.reduce((sum, org) => sum + sent(org), 0);
  const routes = Object.fromEntries(ROUTES.map((route) => [route, all]));
  const errors: ErrorCell[] = [];
  for (const org of ORGS)
    for (const route of ROUTES) {
      const count = Math.round(sent(org) * (failing?.(org, route) ?? 0));
      if (count > 0) errors.push([org, route, status, count]);
    }
  return { t, complete, orgs, routes, errors };
}
