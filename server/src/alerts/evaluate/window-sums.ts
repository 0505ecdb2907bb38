import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  type AlertRange,
  bucketSums,
  computedSince,
  type JudgedCodes,
} from '../../clickhouse/queries/alert-buckets.ts';

/** Several processes compute rollups: one may store what it computed before what is there already. */
const OVERLAP_MS = 60_000;
/** What was computed so lately may still be on its way, in several pieces. */
const STORING_MS = 10_000;
/** Buckets summed in one look: late rows have a whole window computed again at once. */
const AT_ONCE = 12;

interface Sum {
  /** When it was computed, by the store's clock in milliseconds. */
  readonly version: number;
  /** Requests and judged errors. */
  readonly counted: string;
}

/** What the buckets of a window held when they were last looked at; by their start in seconds. */
export interface WindowSums {
  readonly of: ReadonlyMap<number, Sum>;
  /** Computed again, and not read since. */
  readonly unread: ReadonlySet<number>;
  /** When the newest was computed. */
  readonly newest: number;
}

export const NO_SUMS: WindowSums = { of: new Map(), unread: new Set(), newest: 0 };

interface Store {
  readonly clickhouse: ClickHouse;
  readonly judged: JudgedCodes;
}

/**
 * Looks at a window again. Only buckets that were computed again since `before` are read, the newest
 * first and at most `atOnce`; the others with the next look.
 */
export async function sumsAfter(
  before: WindowSums,
  range: AlertRange,
  { clickhouse, judged }: Store,
  atOnce = AT_ONCE,
): Promise<WindowSums> {
  const computed = await computedSince(clickhouse, range, before.newest - OVERLAP_MS);
  const newest = Math.max(before.newest, ...computed.map(({ version }) => version));
  const isOpen = ({ at, version }: { at: number; version: number }) =>
    version > newest - STORING_MS || before.of.get(at)?.version !== version;
  const open = new Set([...before.unread, ...computed.filter(isOpen).map(({ at }) => at)]);
  const due = [...open].filter((at) => at >= range.from).sort((a, b) => b - a);
  const read = due.slice(0, atOnce);
  const sums = read.length === 0 ? [] : await bucketSums(clickhouse, judged, read);
  const of = new Map([...before.of].filter(([at]) => at >= range.from));
  // The last of a bucket is what it was computed to be last.
  for (const { at, version, requests, errors } of sums)
    of.set(at, { version, counted: `${requests}/${errors}` });
  return { of, newest, unread: new Set(due.slice(atOnce)) };
}

/** Buckets that hold something else than they did before, or were not seen before. */
export function changedSince(before: WindowSums, after: WindowSums): number[] {
  return [...after.of].flatMap(([at, { counted }]) =>
    before.of.get(at)?.counted === counted ? [] : [at],
  );
}
