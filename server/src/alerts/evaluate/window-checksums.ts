import type { ClickHouse } from '../../clickhouse/client.ts';
import { type AlertRange, bucketChecksums } from '../../clickhouse/queries/alert-buckets.ts';

/** What was computed so lately may still be on its way, in several pieces. */
const STORING_MS = 10_000;
/** Buckets read again in one look: late rows may have changed a whole window. */
const AT_ONCE = 12;

interface Held {
  readonly checksum: string;
  /** Requests that rows of this checksum add up to. */
  readonly requests: number;
}

/** What the buckets of a window held when they were read; by their start in seconds. */
export type WindowChecksums = ReadonlyMap<number, Held>;

/** What the store's buckets of a range hold now. Take it before they are read: what comes between is read again. */
export async function checksumsIn(
  clickhouse: ClickHouse,
  range: AlertRange,
): Promise<WindowChecksums> {
  const rows = await bucketChecksums(clickhouse, range);
  const newest = Math.max(0, ...rows.map(({ version }) => version));
  const held = new Map<number, Held>();
  rows.forEach(({ at, version, ...row }, i) => {
    const older = rows[i + 1];
    const lessThanBefore = older?.at === at && row.requests < older.requests;
    if (held.has(at) || (lessThanBefore && version > newest - STORING_MS)) return;
    held.set(at, row);
  });
  return held;
}

/** Judged buckets to read again, and what is known once they are. */
export interface ChangedBuckets {
  readonly changed: readonly number[];
  readonly known: WindowChecksums;
}

/**
 * The buckets that hold something else than `before`, or were not known then, among those that
 * `isJudged`: the newest first, at most `atOnce`; the others with the next look.
 */
export function changedBuckets(
  before: WindowChecksums,
  now: WindowChecksums,
  isJudged: (at: number) => boolean,
  atOnce = AT_ONCE,
): ChangedBuckets {
  const differs = (at: number) => before.get(at)?.checksum !== now.get(at)?.checksum;
  const changed = [...now.keys()].filter((at) => isJudged(at) && differs(at)).sort((a, b) => b - a);
  const known = new Map(now);
  for (const at of changed.slice(atOnce)) known.delete(at);
  return { changed: changed.slice(0, atOnce), known };
}

/** Without buckets of which less was read than the store is known to hold: another replica answered. */
export function asRead(
  known: WindowChecksums,
  read: ReadonlyMap<number, { readonly stored: number }>,
): WindowChecksums {
  const isWhole = (at: number, { requests }: Held) => {
    const bucket = read.get(at);
    return bucket === undefined || bucket.stored >= requests;
  };
  return new Map([...known].filter(([at, held]) => isWhole(at, held)));
}
