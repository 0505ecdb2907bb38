import { MINUTE_MS } from '@request-desk/shared/durations';
import type { FollowedProducers } from './followed-producers.ts';
import type { ReadRequest } from './store-reader.ts';

/** Records come late by as much as a collector's batch. */
const RECORDS_BACK_MS = 5 * MINUTE_MS;
/** Later ones than the last record of each are read every time, all every few seconds. */
const RECORDS_OVERLAP_MS = 10_000;
const ALL_RECORDS_EVERY_MS = 4_000;
const WIDE_EVERY_MS = 30_000;
const WIDE_AFTER_NEWS_MS = 3_000;
const MOST_RANGES = 4;

/** Decides how far back the next look at the store goes; times in monotonic milliseconds. */
export class ReadPlan {
  readonly #followed: FollowedProducers;
  #lastWide = Number.NEGATIVE_INFINITY;
  #lastAll = Number.NEGATIVE_INFINITY;

  constructor(followed: FollowedProducers) {
    this.#followed = followed;
  }

  /** True until a look has reached back as far as there is something to know. */
  get isFirst(): boolean {
    return this.#lastWide === Number.NEGATIVE_INFINITY;
  }

  /** What to read in a look at `at`; `nowMs` by the reference clock. */
  next(at: number, nowMs: number): ReadRequest {
    const { late, counted, hasNews } = this.#followed;
    const all = at - this.#lastAll >= ALL_RECORDS_EVERY_MS;
    const recordsSinceMs = all ? nowMs - RECORDS_BACK_MS : this.#newRecordsSince(nowMs);
    const since = at - this.#lastWide;
    const due = late.length > 0 && since > (hasNews ? WIDE_AFTER_NEWS_MS : WIDE_EVERY_MS);
    if (!this.isFirst && !due) return { nowMs, recordsSinceMs, wide: undefined, ranges: [] };
    const whom = this.isFirst ? counted : late;
    const sinceMs = Math.min(nowMs, ...whom.map(({ currentTo }) => currentTo ?? 0));
    const ranges = this.#followed.missing(at).slice(0, MOST_RANGES);
    return {
      nowMs,
      recordsSinceMs,
      ranges,
      wide: {
        recordsSinceMs: sinceMs - RECORDS_BACK_MS,
        sinceMs,
        producers: whom.map(({ id }) => id),
      },
    };
  }

  /** That look succeeded. */
  done({ wide, recordsSinceMs, nowMs }: ReadRequest, at: number): void {
    if (wide) this.#lastWide = at;
    if (recordsSinceMs <= nowMs - RECORDS_BACK_MS) this.#lastAll = at;
  }

  /** New records of a live producer are hardly older than what came last. */
  #newRecordsSince(nowMs: number): number {
    const heard = this.#followed.heardTo ?? 0;
    return Math.max(nowMs - RECORDS_BACK_MS, Math.min(nowMs, heard) - RECORDS_OVERLAP_MS);
  }
}
