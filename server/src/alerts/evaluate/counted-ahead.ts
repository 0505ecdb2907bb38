import type { ClickHouse } from '../../clickhouse/client.ts';
import { type JudgedCodes, newestBucket } from '../../clickhouse/queries/alert-buckets.ts';
import { type Bucket, type ErrorCell, STEP_S } from '../engine/bucket.ts';
import { byName } from '../engine/by-name.ts';
import { WINDOW_S } from '../engine/state.ts';
import { bucketsBetween, readBuckets } from './feed.ts';

type Counted = Omit<Bucket, 'complete'>;

/** Clocks of other machines may be ahead by so much. */
const SKEW_S = 30;
/** The next buckets are read so long before they begin. */
const AHEAD_S = 60;

/**
 * What the store held of buckets that had not begun. After a clock was put back they come again: what
 * was counted the first time is left out, or an outage that is over would fire for a second time.
 */
export class CountedAhead {
  readonly #clickhouse: ClickHouse;
  readonly #judged: JudgedCodes;
  readonly #buckets = new Map<number, Counted>();
  #readTo = 0;
  #endsAt = 0;

  constructor(clickhouse: ClickHouse, judged: JudgedCodes) {
    this.#clickhouse = clickhouse;
    this.#judged = judged;
  }

  /** When the last of these buckets ends, in seconds; 0 where none is known. */
  get endsAt(): number {
    return this.#endsAt;
  }

  /** Looks whether the store holds anything from `now` on, the start of a bucket. */
  async begin(now: number): Promise<void> {
    const newest = await newestBucket(this.#clickhouse, now);
    this.#buckets.clear();
    this.#readTo = now;
    this.#endsAt = newest > now + SKEW_S ? newest + STEP_S : 0;
    await this.readAhead(now);
  }

  /** Reads the next ten minutes of them, in time before they begin again. */
  async readAhead(now: number): Promise<void> {
    const from = this.#readTo;
    if (from >= this.#endsAt || now + AHEAD_S < from) return;
    const to = Math.min(this.#endsAt, Math.max(from, now) + WINDOW_S);
    const found = await readBuckets(this.#clickhouse, this.#judged, bucketsBetween(from, to));
    for (const t of this.#buckets.keys()) if (t < now - WINDOW_S) this.#buckets.delete(t);
    for (const [t, bucket] of found) this.#buckets.set(t, bucket);
    this.#readTo = to;
  }

  /** Buckets as the store has them now, without what was there the first time. */
  without(found: ReadonlyMap<number, Counted>): ReadonlyMap<number, Counted> {
    if (this.#buckets.size === 0) return found;
    const fresh = [...found].map(([t, bucket]) => {
      const before = this.#buckets.get(t);
      return [t, before ? lessOf(bucket, before) : bucket] as const;
    });
    return new Map(fresh.filter(([, { orgs }]) => Object.keys(orgs).length > 0));
  }
}

function lessOf(bucket: Counted, before: Counted): Counted {
  const keyOf = ([org, route, status]: ErrorCell) => JSON.stringify([org, route, status]);
  const known = new Map(before.errors.map((cell) => [keyOf(cell), cell[3]]));
  const errors = bucket.errors.flatMap((cell): ErrorCell[] => {
    const [org, route, status, count] = cell;
    const left = count - (known.get(keyOf(cell)) ?? 0);
    return left > 0 ? [[org, route, status, left]] : [];
  });
  const { t } = bucket;
  return {
    t,
    errors,
    orgs: difference(bucket.orgs, before.orgs),
    routes: difference(bucket.routes, before.routes),
  };
}

function difference(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  const left = Object.entries(now).map(([name, n]) => [name, n - (before[name] ?? 0)] as const);
  return byName(left.filter(([, n]) => n > 0));
}
