import { MINUTE_MS } from '@request-desk/shared/durations';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { type Gap, GapWatch } from './gap-watch.ts';
import { HeartbeatAge } from './heartbeat-age.ts';
import { newSets, type Sets } from './sequence-set.ts';
import { type Outcome, orderOf, type StoredRun } from './watermark-record.ts';

/** A gap of successes holds the watermark for so long. */
const HOLD_SUCCEEDED_MS = MINUTE_MS;
const MOST_PENDING = 2_000;
/** An error may be in the spool and not yet in the sequence file when its process ends. */
const IN_FLIGHT = 1;

/** What may never be seen of a producer, although the watermark has passed it. */
export type Loss =
  | ({ readonly kind: 'successes' } & Pick<Gap, 'epoch' | 'first' | 'last'>)
  | {
      readonly kind: 'unclean_end';
      readonly epoch: number;
      /** Milliseconds since 1970: successes answered in between may be lost. */
      readonly since: number;
      readonly until: number;
    };

/** A prefix of both sequences that was seen without a gap. */
export interface Prefix {
  readonly epoch: number;
  readonly failed: number;
  readonly succeeded: number;
}

const OUTCOMES = ['failed', 'succeeded'] as const;

/**
 * How far the records and requests of one producer are stored without a gap. Told what was seen, in
 * any order and as often as it comes; `at` is always monotonic milliseconds. No I/O.
 */
export class ProducerProgress {
  #epoch: number;
  #sets: Map<number, Sets>;
  readonly #pending = new Map<number, Map<string, WatermarkRecord>>();
  #covered: WatermarkRecord | undefined;
  #newest: WatermarkRecord | undefined;
  readonly #heartbeat: HeartbeatAge;
  readonly #gaps = new GapWatch();
  #losses: Loss[] = [];
  #stale: WatermarkRecord | undefined;

  /** `from` is what an earlier process had verified; epoch 0 where nothing was. */
  constructor(from: Prefix, at: number) {
    this.#epoch = from.epoch;
    this.#sets = new Map([[from.epoch, newSets(from.failed, from.succeeded)]]);
    this.#heartbeat = new HeartbeatAge(at);
  }

  /** The last record up to which everything is stored. */
  get covered(): WatermarkRecord | undefined {
    return this.#covered;
  }

  /** True while what is covered was said before the reference clock was stepped. */
  get isStale(): boolean {
    return this.#stale !== undefined && this.#stale === this.#covered;
  }

  /** The reference clock was stepped: times that were said before mean nothing now. */
  newFrame(): void {
    this.#stale = this.#covered;
  }

  /** The last record that was seen, whether or not everything up to it is there. */
  get newest(): WatermarkRecord | undefined {
    return this.#newest;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get prefix(): Prefix {
    const { failed, succeeded } = this.#setsOf(this.#epoch);
    return { epoch: this.#epoch, failed: failed.prefix, succeeded: succeeded.prefix };
  }

  /** The epoch whose clean end is stored, if that is the one it is at. */
  get drainedEpoch(): number | undefined {
    const { state, epoch } = this.#covered ?? {};
    return state === 'drained' && epoch === this.#epoch ? epoch : undefined;
  }

  /** Numbers that have been waited for too long, failed ones first. */
  gap(at: number): Gap | undefined {
    return this.#gaps.gap(at);
  }

  /** Milliseconds without a new record, when they are too many. */
  silentFor(at: number): number | undefined {
    return this.#heartbeat.silentFor(at);
  }

  /** Nothing was read until `at`: what was not received before does not count as silence. */
  listenedFrom(at: number): void {
    this.#heartbeat.listenedFrom(at);
  }

  /** Losses that were passed since they were last taken. */
  takeLosses(): Loss[] {
    const losses = this.#losses;
    this.#losses = [];
    return losses;
  }

  observe(records: readonly WatermarkRecord[], runs: readonly StoredRun[], at: number): void {
    for (const record of records) this.#hear(record, at);
    for (const run of runs) {
      if (run.epoch >= this.#epoch) this.#setsOf(run.epoch)[run.outcome].add([run]);
    }
    this.#advance(at);
  }

  /** Staff, or another process, take all up to these numbers for seen. */
  skipTo({ epoch, failed, succeeded }: Prefix, at: number): void {
    if (epoch < this.#epoch) return;
    if (epoch > this.#epoch) this.#enter(epoch);
    const sets = this.#setsOf(epoch);
    sets.failed.skipTo(failed);
    sets.succeeded.skipTo(succeeded);
    this.#advance(at);
  }

  /** Begins at `epoch`: what came before it is not known. */
  startAt(epoch: number, at: number): void {
    if (this.#epoch >= epoch) return;
    this.#enter(epoch);
    this.#advance(at);
  }

  /** The highest epoch of which anything was seen. */
  get newestEpoch(): number {
    return Math.max(this.#epoch, ...this.#sets.keys(), ...this.#pending.keys());
  }

  /** The lowest epoch of which anything was seen. */
  get lowestSeen(): number | undefined {
    const epochs = [...this.#sets.keys(), ...this.#pending.keys()].filter((epoch) => epoch > 0);
    return epochs.length === 0 ? undefined : Math.min(...epochs);
  }

  #hear(record: WatermarkRecord, at: number): void {
    const newest = this.#newest;
    const later =
      newest === undefined ||
      record.epoch > newest.epoch ||
      (record.epoch === newest.epoch && orderOf(record) > orderOf(newest));
    if (later) {
      this.#newest = record;
      this.#heartbeat.received(at);
    }
    const { epoch } = record;
    const covered = this.#covered;
    if (epoch < this.#epoch) return;
    if (covered?.epoch === epoch && orderOf(record) <= orderOf(covered)) return;
    const pending = this.#pending.get(epoch) ?? new Map<string, WatermarkRecord>();
    pending.set(`${record.state} ${record.number}`, record);
    // The oldest is the least use: a later one says more.
    for (const [key] of pending) if (pending.size > MOST_PENDING) pending.delete(key);
    this.#pending.set(epoch, pending);
  }

  #advance(at: number): void {
    for (;;) {
      this.#cover();
      this.#noticeGaps(at);
      if (!this.#ended() || !this.#knowsLaterThan(this.#epoch)) return;
      this.#enter(this.#epoch + 1);
    }
  }

  #cover(): void {
    const pending = this.#pending.get(this.#epoch);
    if (pending === undefined) return;
    const { failed, succeeded } = this.prefix;
    const most = Math.max(this.#setsOf(this.#epoch).failed.last, this.#wanted().failed);
    for (const record of pending.values()) {
      if (record.failed > failed || record.succeeded > succeeded) continue;
      // Of a spool that was put back to an earlier state: this is not where the epoch ended.
      if (record.state !== 'running' && most > record.failed + IN_FLIGHT) continue;
      const covered = this.#covered;
      const better =
        covered === undefined || covered.epoch < record.epoch || orderOf(record) > orderOf(covered);
      if (better) this.#covered = record;
    }
    const covered = this.#covered;
    if (covered?.epoch !== this.#epoch) return;
    for (const [key, record] of pending)
      if (orderOf(record) <= orderOf(covered)) pending.delete(key);
  }

  /** A gap is what the newest record of the epoch counts and the store does not have. */
  #noticeGaps(at: number): void {
    const sets = this.#setsOf(this.#epoch);
    const wanted = this.#wanted();
    for (const outcome of OUTCOMES)
      this.#gaps.note(this.#epoch, outcome, sets[outcome].missing(wanted[outcome]), at);
    const endless = this.#epoch > 0 && !this.#ended() && this.#knowsLaterThan(this.#epoch);
    this.#gaps.note(this.#epoch, 'end', endless ? { first: 0, last: 0 } : undefined, at);
    const late = this.#gaps.of('succeeded');
    if (late === undefined || at - late.since < HOLD_SUCCEEDED_MS) return;
    const { epoch, first, last } = late;
    this.#losses.push({ kind: 'successes', epoch, first, last });
    sets.succeeded.skipTo(last);
    this.#cover();
    this.#noticeGaps(at);
  }

  #wanted(): Record<Outcome, number> {
    const wanted = { failed: 0, succeeded: 0 };
    for (const record of this.#pending.get(this.#epoch)?.values() ?? []) {
      wanted.failed = Math.max(wanted.failed, record.failed);
      wanted.succeeded = Math.max(wanted.succeeded, record.succeeded);
    }
    return wanted;
  }

  #ended(): boolean {
    return this.#covered?.epoch === this.#epoch && this.#covered.state !== 'running';
  }

  #knowsLaterThan(epoch: number): boolean {
    return this.newestEpoch > epoch;
  }

  #enter(epoch: number): void {
    const covered = this.#covered;
    if (covered?.state === 'ended' && covered.losableSince !== undefined) {
      const { losableSince: since, at: until } = covered;
      this.#losses.push({ kind: 'unclean_end', epoch: covered.epoch, since, until });
    }
    for (const old of [...this.#sets.keys()]) if (old < epoch) this.#sets.delete(old);
    for (const old of [...this.#pending.keys()]) if (old < epoch) this.#pending.delete(old);
    this.#epoch = epoch;
  }

  #setsOf(epoch: number): Sets {
    const sets = this.#sets.get(epoch) ?? newSets();
    this.#sets.set(epoch, sets);
    return sets;
  }
}
