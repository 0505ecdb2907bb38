import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  bucketChecksums,
  type RequestsRow,
  requestsComputed,
  requestsIn,
} from '../../clickhouse/queries/alert-buckets.ts';
import { STEP_S } from '../engine/bucket.ts';

/**
 * Requests of some buckets by organisation and by route. A bucket is computed as a whole, so its newest
 * computation is read alone; where that is not all there (another has come, or it is stored in
 * pieces), the rows of all computations are laid over each other.
 */
export async function requestsOfBuckets(
  clickhouse: ClickHouse,
  wanted: readonly number[],
): Promise<RequestsRow[]> {
  const computed = await wholeComputations(clickhouse, wanted);
  const read = computed.size > 0 ? await requestsComputed(clickhouse, computed) : [];
  const counted = new Map<number, number>();
  for (const { at, by, requests } of read)
    if (by === 'org') counted.set(at, (counted.get(at) ?? 0) + requests);
  const isWhole = (at: number) => computed.get(at)?.requests === (counted.get(at) ?? 0);
  const others = wanted.filter((at) => !isWhole(at));
  if (others.length === 0) return read;
  const rest = await requestsIn(clickhouse, others);
  return [...read.filter(({ at }) => isWhole(at)), ...rest];
}

interface Computation {
  readonly version: number;
  readonly requests: number;
}

/** The newest computation of each bucket, where it counted no less than those before it. */
async function wholeComputations(
  clickhouse: ClickHouse,
  wanted: readonly number[],
): Promise<Map<number, Computation>> {
  const range = { from: Math.min(...wanted), to: Math.max(...wanted) + STEP_S };
  const newest = new Map<number, Computation>();
  const less = new Set<number>();
  const asked = new Set(wanted);
  for (const { at, version, requests } of await bucketChecksums(clickhouse, range)) {
    if (!asked.has(at)) continue;
    const known = newest.get(at);
    if (known === undefined) newest.set(at, { version, requests });
    else if (requests > known.requests) less.add(at);
  }
  return new Map([...newest].filter(([at]) => !less.has(at)));
}
