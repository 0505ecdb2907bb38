import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  bucketSums,
  type JudgedCodes,
  rollupVersion,
} from '../../clickhouse/queries/alert-buckets.ts';
import { type Beats, heartbeatsSince } from '../../clickhouse/queries/alert-heartbeats.ts';
import { storeClock } from '../../clickhouse/store-clock.ts';
import { type Bucket, type EngineInput, STEP_S } from '../engine/bucket.ts';
import { MAX_CATCH_UP } from '../engine/decide.ts';
import { blankSlice, sliceOf } from '../engine/slice.ts';
import { WINDOW } from '../engine/state.ts';
import { isAlive, isReported, LIVE_S } from './completeness.ts';
import { readBuckets } from './feed.ts';
import { type EarlyBucket, isWorthALook, rewound } from './judge-early.ts';
import type { Memory } from './memory.ts';
import { dueBuckets, hasEnded } from './schedule.ts';

const WINDOW_S = WINDOW * STEP_S;
/** A clock that is behind by more was put back, and not just corrected. */
const REWIND_S = 30;
/** The same for one that has run ahead of the steady clock since the last look. */
const AHEAD_S = 30;
/** Several processes compute rollups: one may store what it computed before what is there already. */
const OVERLAP_MS = 60_000;

/** Requests and errors by bucket, and when the newest of them were computed, in the store's time. */
interface Sums {
  readonly of: ReadonlyMap<number, string>;
  readonly newest: number;
}

type Read =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'early';
      readonly early: EarlyBucket;
      readonly judgedTo: number;
      readonly heartbeats: boolean;
    }
  | {
      readonly kind: 'due';
      readonly input: EngineInput;
      readonly judgedTo: number;
      readonly heartbeats: boolean;
    };

/** Reads from the store what the engine is to judge next. Times are seconds. */
export class Reader {
  readonly #clickhouse: ClickHouse;
  readonly #judged: JudgedCodes;
  /** Requests and errors of the buckets in the window, to see which have changed since. */
  #sums: Sums = { of: new Map(), newest: 0 };
  /** The bucket that everybody was last seen to have reported on, and the store's clock then. */
  #reported: { readonly end: number; readonly clockMs: number } | undefined;
  /** When this process began to evaluate: silence before that is nobody's. */
  #startedAt = 0;
  /** How far the wall clock was ahead of the steady one; seconds. */
  #ahead: number | undefined;
  readonly #steadyMs: (() => number) | undefined;

  /** `steadyMs`: a clock in milliseconds that nobody sets; without it clock steps are not seen. */
  constructor(clickhouse: ClickHouse, judged: JudgedCodes, steadyMs?: () => number) {
    this.#clickhouse = clickhouse;
    this.#judged = judged;
    this.#steadyMs = steadyMs;
  }

  /** The stored memory with its window read again. On the first start the past is not judged. */
  async resume(stored: Memory, now: number): Promise<Memory> {
    this.#startedAt = now;
    const today = now - (now % STEP_S);
    const oldest = today - MAX_CATCH_UP * STEP_S;
    const judgedTo = Math.max(oldest, Math.min(stored.judgedTo ?? today, today));
    return await this.#withWindow(stored, judgedTo);
  }

  /** When the clock was put back or ahead, goes on from the new time: no step is a silence. */
  async clockChecked(memory: Memory, now: number): Promise<Memory> {
    const today = now - (now % STEP_S);
    const judgedTo = memory.judgedTo ?? today;
    if (this.#wasPutAhead(now) && today > judgedTo) {
      this.#startedAt = now;
      return await this.#withWindow(memory, today, judgedTo);
    }
    if (today + REWIND_S >= (memory.judgedTo ?? today)) return memory;
    return await this.#withWindow({ ...memory, state: rewound(memory.state, now) }, today);
  }

  /** Compared with the look before, so that a slow drift is no step. */
  #wasPutAhead(now: number): boolean {
    if (!this.#steadyMs) return false;
    const before = this.#ahead;
    this.#ahead = now - this.#steadyMs() / 1000;
    return before !== undefined && this.#ahead - before > AHEAD_S;
  }

  /** From `skippedFrom` on nobody watched, and nothing can be said of silence. */
  async #withWindow(memory: Memory, judgedTo: number, skippedFrom = judgedTo): Promise<Memory> {
    const from = judgedTo - WINDOW_S;
    const [buckets, beats] = await Promise.all([
      readBuckets(this.#clickhouse, this.#judged, { from, to: judgedTo }),
      heartbeatsSince(this.#clickhouse, from),
    ]);
    this.#sums = await this.#sumsAfter({ of: new Map(), newest: 0 }, from, judgedTo);
    const heartbeats = memory.heartbeats || beats.length > 0;
    const first = Math.min(...buckets.keys(), ...beats.flatMap((beat) => beat.buckets));
    const window = [];
    for (let t = Math.max(from, first); t < judgedTo; t += STEP_S) {
      const isCalm = t >= skippedFrom || isAlive(beats, t);
      const bucket = buckets.get(t) ?? (isCalm ? emptyBucket(t) : undefined);
      const kind = heartbeats ? 'missing' : 'empty';
      window.push(bucket ? sliceOf({ ...bucket, complete: true }) : blankSlice(t, kind));
    }
    return { state: { ...memory.state, window }, judgedTo, heartbeats };
  }

  /** What is to be judged now. Throws StoreUnavailable when the store cannot tell. */
  async read(memory: Memory, now: number): Promise<Read> {
    const judgedTo = memory.judgedTo ?? 0;
    if (!hasEnded(judgedTo, now)) {
      if (!isWorthALook(memory.state, judgedTo, now)) return { kind: 'nothing' };
      return await this.#early(judgedTo, memory.heartbeats, true);
    }
    const beats = await heartbeatsSince(this.#clickhouse, judgedTo - LIVE_S);
    const heartbeats = memory.heartbeats || beats.length > 0;
    const fresh = await this.#isFresh(judgedTo + STEP_S, beats);
    const due = dueBuckets(judgedTo, { beats, heartbeats, fresh }, now).slice(-MAX_CATCH_UP);
    const last = due.at(-1);
    if (!last) return await this.#early(judgedTo, heartbeats, false);
    const to = last.t + STEP_S;
    const sums = await this.#sumsAfter(this.#sums, to - WINDOW_S, to);
    const changed = this.#changed(sums, judgedTo);
    const range = { from: Math.min(...changed, judgedTo), to };
    const found = await readBuckets(this.#clickhouse, this.#judged, range);
    const judged = due.flatMap(({ t, complete }) => {
      const bucket = found.get(t) ?? this.#quiet(t, beats);
      return bucket ? [{ ...bucket, complete: complete && !this.#isUnwatched(t) }] : [];
    });
    const late = changed.flatMap((t) => found.get(t) ?? []);
    const revised = late.map((bucket) => ({ ...bucket, complete: true }));
    this.#sums = sums;
    const input = { buckets: [...revised, ...judged], closedTo: to, heartbeats };
    return { kind: 'due', input, judgedTo: to, heartbeats };
  }

  /** True when the rollups were computed after everybody was seen to have reported past `end`. */
  async #isFresh(end: number, beats: readonly Beats[]): Promise<boolean> {
    if (!isReported(beats, end)) return false;
    if (this.#reported?.end !== end) {
      this.#reported = { end, clockMs: await storeClock(this.#clickhouse) };
    }
    return (await rollupVersion(this.#clickhouse, end - WINDOW_S)) >= this.#reported.clockMs;
  }

  /** A bucket without rows: nobody called, or nobody was there to tell. */
  #quiet(t: number, beats: readonly Beats[]) {
    return isAlive(beats, t) || this.#isUnwatched(t) ? emptyBucket(t) : undefined;
  }

  /** While no process evaluated, nothing can be said about silence. */
  #isUnwatched(t: number): boolean {
    return t + STEP_S <= this.#startedAt;
  }

  async #early(t: number, heartbeats: boolean, open: boolean): Promise<Read> {
    const found = await readBuckets(this.#clickhouse, this.#judged, { from: t, to: t + STEP_S });
    const bucket = found.get(t);
    if (!bucket || bucket.errors.length === 0) return { kind: 'nothing' };
    return { kind: 'early', early: { bucket, open }, judgedTo: t, heartbeats };
  }

  /** Judged buckets whose rows have changed since. */
  #changed(sums: Sums, judgedTo: number): number[] {
    const changed = [...sums.of].filter(([t, sum]) => t < judgedTo && this.#sums.of.get(t) !== sum);
    return changed.map(([t]) => t);
  }

  /** The sums of a window; read again is what was computed again since `before`. */
  async #sumsAfter(before: Sums, from: number, to: number): Promise<Sums> {
    const range = { from: Math.max(0, from), to };
    const rows = await bucketSums(
      this.#clickhouse,
      this.#judged,
      range,
      before.newest - OVERLAP_MS,
    );
    const of = new Map([...before.of].filter(([t]) => t >= from));
    for (const { at, requests, errors } of rows) of.set(at, `${requests}/${errors}`);
    return { of, newest: Math.max(before.newest, ...rows.map(({ version }) => version)) };
  }
}

function emptyBucket(t: number): Omit<Bucket, 'complete'> {
  return { t, orgs: {}, routes: {}, errors: [] };
}
