import { HOUR_S } from '@request-desk/shared/durations';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { type JudgedCodes, rollupVersion } from '../../clickhouse/queries/alert-buckets.ts';
import { type Beats, heartbeatsSince } from '../../clickhouse/queries/alert-heartbeats.ts';
import { clockAndArrivals, storeClock } from '../../clickhouse/store-clock.ts';
import { type Bucket, type EngineInput, STEP_S } from '../engine/bucket.ts';
import { MAX_CATCH_UP } from '../engine/decide.ts';
import { blankSlice, sliceOf } from '../engine/slice.ts';
import { WINDOW_S } from '../engine/state.ts';
import { isAlive, isReported, LIVE_S } from './completeness.ts';
import { CountedAhead } from './counted-ahead.ts';
import { bucketsBetween, readBuckets } from './feed.ts';
import { type EarlyBucket, mayFireEarly } from './judge-early.ts';
import type { Memory } from './memory.ts';
import { relabelled } from './relabelled.ts';
import { dueBuckets, hasEnded } from './schedule.ts';
import { asRead, changedBuckets, checksumsIn, type WindowChecksums } from './window-checksums.ts';

/** A clock that is behind by more was put back, and not just corrected. */
const REWIND_S = 30;
/** The same for one that has run ahead of the steady clock since the last look. */
const AHEAD_S = 30;
/** Rows become visible about so long after their `ingested_at`; later ones are judged again. */
const VISIBLE_MS = 2_000;
/** Rules of staff pause for no longer than this. */
const MIXED_S = HOUR_S;
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
  /** What the judged buckets of the window held, to see which have changed since. */
  #known: WindowChecksums = new Map();
  /** The same once what was read last is judged. */
  #next: { readonly judgedTo: number; readonly known: WindowChecksums } | undefined;
  /** The bucket that everybody was last seen to have reported on, and the store's clock then. */
  #reported:
    | { readonly end: number; readonly clockMs: number; readonly isBack: boolean }
    | undefined;
  /** When this process began to evaluate, or its clock was set: silence before is nobody's. */
  #startedAt = 0;
  readonly #countedAhead: CountedAhead;
  /** How far the wall clock was ahead of the steady one; seconds. */
  #ahead: number | undefined;
  /** The bucket at which the clock was set last; what is labelled before it is of another time. */
  #setTo = 0;
  readonly #steadyMs: (() => number) | undefined;

  /** `steadyMs`: a clock in milliseconds that nobody sets; without it clock steps are not seen. */
  constructor(clickhouse: ClickHouse, judged: JudgedCodes, steadyMs?: () => number) {
    this.#clickhouse = clickhouse;
    this.#judged = judged;
    this.#steadyMs = steadyMs;
    this.#countedAhead = new CountedAhead(clickhouse, judged);
  }

  /** The stored memory with its window read again. On the first start the past is not judged. */
  async resume(stored: Memory, now: number): Promise<Memory> {
    this.#startedAt = now;
    const today = now - (now % STEP_S);
    const judgedTo = stored.judgedTo ?? today;
    if (judgedTo > today + REWIND_S)
      return await this.#relabelled(await this.#withWindow(stored, judgedTo), today);
    const oldest = today - MAX_CATCH_UP * STEP_S;
    await this.#countedAhead.begin(today);
    return await this.#withWindow(stored, Math.max(oldest, Math.min(judgedTo, today)));
  }

  /** When the clock was put back or ahead, goes on as if it had always gone like that. */
  async clockChecked(memory: Memory, now: number): Promise<Memory> {
    const today = now - (now % STEP_S);
    const judgedTo = memory.judgedTo ?? today;
    const isAhead = this.putAheadBy(now) > AHEAD_S && today > judgedTo;
    const isBack = today + REWIND_S < judgedTo;
    const checked = isAhead || isBack ? await this.#relabelled(memory, today) : memory;
    if (checked !== memory) this.#startedAt = now;
    if (this.#steadyMs) this.#ahead = now - this.#steadyMs() / 1000;
    return checked;
  }

  /**
   * By how many seconds the clock was put ahead since it was last looked at, for which the store must
   * have answered; small numbers are drift.
   */
  putAheadBy(now: number): number {
    if (!this.#steadyMs || this.#ahead === undefined) return 0;
    return now - this.#steadyMs() / 1000 - this.#ahead;
  }

  /** True while rules of staff, which read the store by its labels, would see two times as one. */
  isMixed(judgedTo: number): boolean {
    const [from, to] = [this.#setTo, Math.min(this.#countedAhead.endsAt, this.#setTo + MIXED_S)];
    return from > 0 && judgedTo <= Math.max(from, to) + WINDOW_S;
  }

  /** The memory with all its times moved, so that `today` is where it had come to. */
  async #relabelled(memory: Memory, today: number): Promise<Memory> {
    await this.#countedAhead.begin(today);
    await this.#takeAsJudged(today);
    this.#reported = undefined;
    this.#setTo = today;
    const state = relabelled(memory.state, today - (memory.judgedTo ?? today));
    return { ...memory, state, judgedTo: today };
  }

  async #withWindow(memory: Memory, judgedTo: number): Promise<Memory> {
    const from = judgedTo - WINDOW_S;
    await this.#takeAsJudged(judgedTo);
    const [buckets, beats] = await Promise.all([
      readBuckets(this.#clickhouse, this.#judged, bucketsBetween(from, judgedTo)),
      heartbeatsSince(this.#clickhouse, from),
    ]);
    this.#known = asRead(this.#known, buckets);
    const heartbeats = memory.heartbeats || beats.length > 0;
    const first = Math.min(...buckets.keys(), ...beats.flatMap((beat) => beat.buckets));
    const window = [];
    for (let t = Math.max(from, first); t < judgedTo; t += STEP_S) {
      const bucket = buckets.get(t) ?? (isAlive(beats, t) ? emptyBucket(t) : undefined);
      const kind = heartbeats ? 'missing' : 'empty';
      window.push(bucket ? sliceOf({ ...bucket, complete: true }) : blankSlice(t, kind));
    }
    return { state: { ...memory.state, window }, judgedTo, heartbeats };
  }

  /** What is to be judged now. Throws StoreUnavailable when the store does not answer. */
  async read(memory: Memory, now: number): Promise<Read> {
    const judgedTo = memory.judgedTo ?? 0;
    if (this.#next?.judgedTo === judgedTo) this.#known = this.#next.known;
    this.#next = undefined;
    if (!hasEnded(judgedTo, now)) {
      if (!mayFireEarly(memory.state, judgedTo, now)) return { kind: 'nothing' };
      return await this.#early(judgedTo, memory.heartbeats, true);
    }
    const beats = await heartbeatsSince(this.#clickhouse, judgedTo - LIVE_S);
    const heartbeats = memory.heartbeats || beats.length > 0;
    const fresh = await this.#isFresh(judgedTo + STEP_S, beats);
    const due = dueBuckets(judgedTo, { beats, heartbeats, fresh }, now).slice(-MAX_CATCH_UP);
    const last = due.at(-1);
    if (!last) return await this.#early(judgedTo, heartbeats, false);
    const to = last.t + STEP_S;
    await this.#countedAhead.readAhead(to);
    const held = await checksumsIn(this.#clickhouse, { from: to - WINDOW_S, to });
    const isJudged = (t: number) => t >= this.#setTo && t < judgedTo;
    const { changed, known } = changedBuckets(this.#known, held, isJudged);
    const stored = await this.#stored([...changed, ...due.map(({ t }) => t)]);
    const found = this.#countedAhead.without(stored);
    const judged = due.flatMap(({ t, complete }) => {
      const bucket = found.get(t) ?? this.#withoutRows(t, beats);
      return bucket ? [{ ...bucket, complete: complete && !this.#isUnwatched(t) }] : [];
    });
    const late = changed.flatMap((t) => found.get(t) ?? []);
    const revised = late.map((bucket) => ({ ...bucket, complete: true }));
    this.#next = { judgedTo: to, known: asRead(known, stored) };
    const input = { buckets: [...revised, ...judged], closedTo: to, heartbeats };
    return { kind: 'due', input, judgedTo: to, heartbeats };
  }

  /**
   * True when the rollups were computed after everybody was seen to have reported past `end`, or
   * nothing has come since they were: then nobody computes them again.
   */
  async #isFresh(end: number, beats: readonly Beats[]): Promise<boolean> {
    if (!isReported(beats, end)) return false;
    const from = end - WINDOW_S;
    const version = await rollupVersion(this.#clickhouse, from);
    if (this.#reported?.end !== end) {
      // Versions only grow: after a step back they are ahead of the store's clock.
      const clockMs = await storeClock(this.#clickhouse);
      const isBack = version >= clockMs;
      this.#reported = { end, clockMs: isBack ? version + 1 : clockMs, isBack };
    }
    const { clockMs, isBack } = this.#reported;
    if (version >= clockMs) return true;
    if (isBack) return false;
    const since = Math.max(version, from * 1000) - VISIBLE_MS;
    return (await clockAndArrivals(this.#clickhouse, since)).rows === 0;
  }

  /** A bucket without rows: nobody called, or no process counted. */
  #withoutRows(t: number, beats: readonly Beats[]) {
    return isAlive(beats, t) || this.#isUnwatched(t) ? emptyBucket(t) : undefined;
  }

  /** While no process evaluated, nothing can be said about silence. */
  #isUnwatched(t: number): boolean {
    return t + STEP_S <= this.#startedAt;
  }

  async #early(t: number, heartbeats: boolean, open: boolean): Promise<Read> {
    const found = this.#countedAhead.without(await this.#stored([t]));
    const bucket = found.get(t);
    if (!bucket || bucket.errors.length === 0) return { kind: 'nothing' };
    return { kind: 'early', early: { bucket, open }, judgedTo: t, heartbeats };
  }

  #stored(wanted: readonly number[]) {
    return readBuckets(this.#clickhouse, this.#judged, wanted);
  }

  /** Takes the window before `judgedTo` as judged, as the store holds it. */
  async #takeAsJudged(judgedTo: number): Promise<void> {
    const range = { from: Math.max(0, judgedTo - WINDOW_S), to: judgedTo };
    this.#known = await checksumsIn(this.#clickhouse, range);
    this.#next = undefined;
  }
}

function emptyBucket(t: number): Omit<Bucket, 'complete'> {
  return { t, orgs: {}, routes: {}, errors: [] };
}
