import type { SequenceRange } from '../clickhouse/queries/stored-sequences.ts';
import type { ProducerDecision, ProducerRow } from '../database/producers.ts';
import { HeldClaims } from './claims/held-claims.ts';
import { isCounted, type JudgedProducer, judgeProducer, type Moment } from './judge-producer.ts';
import { acceptedDetail } from './limits.ts';
import { type Loss, type Prefix, ProducerProgress } from './producer-progress.ts';
import type { StoreSnapshot } from './store-reader.ts';
import { coversUntil, onReference } from './watermark-record.ts';

/** A prefix that was seen, with the time up to which it speaks. */
export interface VerifiedPrefix extends Prefix {
  readonly id: string;
  readonly atMs: number;
}

/** The progress of every registered producer. No I/O. */
export class FollowedProducers {
  /** What they said of themselves without having it stored. */
  readonly claims = new HeldClaims();
  readonly #progress = new Map<string, ProducerProgress>();
  #judged: readonly JudgedProducer[] = [];
  #hasNews = false;

  /** True when a producer that is late sent a record since the last wide look. */
  get hasNews(): boolean {
    return this.#hasNews;
  }

  /** Takes in one look at registry and store. */
  observe(rows: readonly ProducerRow[], look: StoreSnapshot, at: number): void {
    const late = new Set(this.late.map(({ id }) => id));
    if (look.wide) this.#hasNews = false;
    const records = Map.groupBy(look.records, ({ producer }) => producer);
    const runs = Map.groupBy(look.runs, ({ producer }) => producer);
    for (const row of rows) {
      const progress = this.#of(row, at);
      const { newest } = progress;
      progress.observe(records.get(row.id) ?? [], runs.get(row.id) ?? [], at);
      if (newest !== progress.newest && late.has(row.id) && !look.wide) this.#hasNews = true;
      const { verifiedEpoch: epoch, verifiedFailed: failed, verifiedSucceeded: succeeded } = row;
      if (epoch > 0) progress.skipTo({ epoch, failed, succeeded }, at);
      else if (row.epoch === 1) progress.startAt(1, at);
      // Of a registry that is younger than the producer: its state follows from what is stored.
      else if (look.wide) progress.startAt(progress.lowestSeen ?? 0, at);
    }
  }

  /** Takes the gaps that were accepted for seen. */
  passAccepted(decisions: readonly ProducerDecision[], at: number): void {
    for (const { producerId, detail } of decisions) {
      const { data } = acceptedDetail.safeParse(detail);
      if (data?.kind !== 'gap') continue;
      const progress = this.#progress.get(producerId);
      progress?.skipTo(data.passed, at);
      if (data.missing === 'end') progress?.startAt(data.passed.epoch + 1, at);
    }
  }

  judge(rows: readonly ProducerRow[], moment: Moment): readonly JudgedProducer[] {
    this.#judged = rows.map((row) => {
      const progress = this.#of(row, moment.at);
      const drainedEpoch = progress.drainedEpoch ?? row.drainedEpoch;
      const retiredAt = this.#isBack(row, moment.skewMs) ? null : row.retiredAt;
      const claim = this.claims.verified(row.id, progress);
      return judgeProducer({ ...row, drainedEpoch, retiredAt }, progress, claim, moment);
    });
    return this.#judged;
  }

  /** Those that were retired and have been heard from since: they answer, whatever was decided. */
  back(rows: readonly ProducerRow[], skewMs: number): string[] {
    return rows.filter((row) => this.#isBack(row, skewMs)).map(({ id }) => id);
  }

  #isBack({ id, retiredAt }: ProducerRow, skewMs: number): boolean {
    if (retiredAt === null) return false;
    const record = this.#progress.get(id)?.newest;
    const said = [this.claims.newest(id), record?.state === 'running' ? record : undefined];
    return said.some((one) => one && onReference(one, skewMs) > retiredAt.getTime());
  }

  /** Those that are waited for, as far as the last judgement went. */
  get counted(): readonly JudgedProducer[] {
    return this.#judged.filter(isCounted);
  }

  /** Those of them that are not current. */
  get late(): readonly JudgedProducer[] {
    return this.counted.filter(({ state }) => state !== 'current');
  }

  /**
   * The least of the times, in milliseconds since 1970, of the last record of each that is waited
   * for and not lost; undefined when one of them never sent a record.
   */
  get heardTo(): number | undefined {
    const times = this.counted
      .filter(({ state }) => state !== 'lost')
      .map(({ id }) => this.#progress.get(id)?.newest?.at);
    const heard = times.filter((at) => at !== undefined);
    return heard.length < times.length ? undefined : Math.min(...heard);
  }

  /** The numbers that do not come, to be looked for in all that is stored. */
  missing(at: number): SequenceRange[] {
    return [...this.#progress].flatMap(([producer, progress]) => {
      const gap = progress.gap(at);
      if (gap === undefined || gap.missing === 'end') return [];
      const { epoch, missing: outcome, first, last } = gap;
      return [{ producer, epoch, outcome, first, last }];
    });
  }

  /** The epoch of `id` whose clean end is stored. */
  drainedEpoch(id: string): number | undefined {
    return this.#progress.get(id)?.drainedEpoch;
  }

  /** All that `id` answered before this is stored, as far as the last judgement went. */
  currentTo(id: string): number | undefined {
    return this.#judged.find((one) => one.id === id)?.currentTo;
  }

  /** What is verified of `id`, up to `missing` numbers that are accepted. */
  prefixOf(id: string): Prefix | undefined {
    return this.#progress.get(id)?.prefix;
  }

  /** What to save, so that another process can go on from here. */
  verified(skewMs: number): VerifiedPrefix[] {
    return [...this.#progress].flatMap(([id, { covered, prefix, isStale }]) =>
      covered === undefined || isStale || covered.epoch !== prefix.epoch
        ? []
        : [{ id, ...prefix, atMs: Math.floor(coversUntil(covered, skewMs)) }],
    );
  }

  /** What was passed without having been seen. */
  takeLosses(): { id: string; loss: Loss }[] {
    return [...this.#progress].flatMap(([id, progress]) =>
      progress.takeLosses().map((loss) => ({ id, loss })),
    );
  }

  /** The store was not read until `at`. */
  listenedFrom(at: number): void {
    for (const progress of this.#progress.values()) progress.listenedFrom(at);
  }

  /** The reference clock was stepped. */
  newFrame(): void {
    this.claims.newFrame();
    for (const progress of this.#progress.values()) progress.newFrame();
  }

  #of(row: ProducerRow, at: number): ProducerProgress {
    const known = this.#progress.get(row.id);
    if (known) return known;
    const { verifiedEpoch: epoch, verifiedFailed: failed, verifiedSucceeded: succeeded } = row;
    const progress = new ProducerProgress({ epoch, failed, succeeded }, at);
    this.#progress.set(row.id, progress);
    return progress;
  }
}
