import { MINUTE_MS } from '@request-desk/shared/durations';
import type { ClickHouse } from '../clickhouse/client.ts';
import {
  newSequences,
  type SequenceRange,
  sequencesSince,
  sequencesWithin,
} from '../clickhouse/queries/stored-sequences.ts';
import { type StoredWatermark, watermarkRecords } from '../clickhouse/queries/watermark-records.ts';
import { storeIdAndClock } from '../clickhouse/schema/store-mark.ts';
import { storeClock } from '../clickhouse/store-clock.ts';
import { StoreUnavailable } from '../clickhouse/store-fault.ts';
import { VISIBLE_AFTER_MS } from '../clickhouse/visible-after.ts';
import type { StoredRun } from './watermark-record.ts';
import { TooSlow, within } from './within.ts';

const STORE_WITHIN_MS = 2_500;

/** What came in so long can be read as it is. */
const LITTLE_MS = 30_000;
/** By so much more than their known difference the clocks of store and reference may differ. */
const WIDE_MARGIN_MS = MINUTE_MS;

/** What one look at the store found. */
export interface StoreSnapshot {
  readonly storeId: string | undefined;
  readonly records: readonly StoredWatermark[];
  readonly runs: readonly StoredRun[];
  /** True when everything since the oldest watermark was read, and not only what is new. */
  readonly wide: boolean;
}

export interface ReadRequest {
  /** Milliseconds since 1970 by the reference clock. */
  readonly nowMs: number;
  /** Watermark records since then are read, by the reference clock. */
  readonly recordsSinceMs: number;
  /** Beside what is new, all of these producers since a time by the reference clock. */
  readonly wide:
    | {
        readonly sinceMs: number;
        readonly recordsSinceMs: number;
        readonly producers: readonly string[];
      }
    | undefined;
  /** Beside that, numbers that are looked for in all that is stored. */
  readonly ranges: readonly SequenceRange[];
}

/** Reads what is new in the store since its last look, by the store's own clock. */
export class StoreReader {
  readonly #clickhouse: ClickHouse;
  /** The store's clock at the last look that succeeded. */
  #seenTo: number | undefined;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  /** One look; throws StoreUnavailable. */
  async look({ nowMs, recordsSinceMs, wide, ranges }: ReadRequest): Promise<StoreSnapshot> {
    const store = this.#clickhouse;
    const asked = idAndClock(store);
    const clock = this.#seenTo ?? (await asked).ms;
    const recent = recordsSinceMs - Math.max(0, nowMs - clock);
    const [{ id, ms: storeMs }, ...found] = await Promise.all([
      asked,
      watermarkRecords(store, recent, nowMs),
      wide ? watermarkRecords(store, wide.recordsSinceMs, nowMs, wide.producers) : [],
    ]);
    const since = (wide?.sinceMs ?? 0) - Math.max(0, nowMs - storeMs) - WIDE_MARGIN_MS;
    const newSince = Math.min(clock, storeMs) - VISIBLE_AFTER_MS;
    // After an outage much may have come since the last look.
    const newest = storeMs - newSince > LITTLE_MS ? sequencesSince : newSequences;
    const runs = await Promise.all([
      newest(store, newSince),
      wide ? sequencesSince(store, since, wide.producers) : [],
      ...ranges.map((range) => sequencesWithin(store, range)),
    ]);
    this.#seenTo = storeMs;
    return {
      storeId: id,
      records: found.flat(),
      runs: runs.flat(),
      wide: wide !== undefined,
    };
  }
}

/** A store without its mark has a clock, too. */
async function idAndClock(store: ClickHouse): Promise<{ id: string | undefined; ms: number }> {
  return (await storeIdAndClock(store)) ?? { id: undefined, ms: await storeClock(store) };
}

/** What the store answers to `work`; one that hangs is away: throws StoreUnavailable. */
export async function inStore<T>(work: Promise<T>): Promise<T> {
  try {
    return await within(STORE_WITHIN_MS, work);
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    throw new StoreUnavailable('the telemetry store did not answer in time', { cause: error });
  }
}
