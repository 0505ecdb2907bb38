import { SMALL_BYTES } from './pace.ts';
import type { Postponed } from './postponed.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';

/** A piece is handed over in one go; new data waits for no longer than one takes. */
const DELIVERY_BYTES = 4 * 2 ** 20;
const DELIVERY_SEGMENTS = 512;

/** Lets one stream at a time deliver copies: they are never urgent. */
export interface RepeatLane {
  taken: boolean;
}

export interface DeliveryQueueOptions {
  readonly directory: SegmentDirectory;
  readonly postponed: Postponed;
  readonly lane: RepeatLane;
  /** False where the sink takes one segment at a time. */
  readonly joins: boolean;
  /** Seals what is new, if that is due: called before anything old takes its turn. */
  readonly sealDue: () => void;
}

/**
 * What a stream delivers next: first what is new, then in turn with it what waits (oldest first) and
 * copies of what was delivered. Small segments are joined, and after each piece new data has its turn.
 */
export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions;
  /** Delivered segments of which it is in doubt whether the receiver has them. */
  readonly #copies = new Set<Segment>();
  /** Segments of this process that had their turn as new ones. */
  readonly #had = new WeakSet<Segment>();
  #most = DELIVERY_SEGMENTS;
  /** New ones may keep coming as fast as they are delivered: each other turn is that of the others. */
  #oldIsNext = false;

  constructor(options: DeliveryQueueOptions) {
    this.#options = options;
  }

  /** True when no copy waits to be delivered again. */
  get repeated(): boolean {
    return this.#copies.size === 0;
  }

  /** What was delivered waits to be delivered again. */
  repeat(): void {
    for (const segment of this.#options.directory.list('done')) this.#copies.add(segment);
  }

  /** Segments to hand over together, or undefined when there is nothing to do now. */
  next(draining: boolean): readonly Segment[] | undefined {
    const { directory, sealDue, lane } = this.#options;
    if (directory.count('seg') === 0 && this.#copies.size === 0) return undefined;
    const isOld = (segment: Segment) => !this.#isNew(segment);
    let waiting = this.#due(directory.list('seg'));
    if (!draining && (this.#copies.size > 0 || waiting.some(isOld))) {
      sealDue();
      waiting = this.#due(directory.list('seg'));
    }
    const [old, fresh] = [waiting.filter(isOld), waiting.filter((one) => this.#isNew(one))];
    if (this.#oldIsNext || fresh.length === 0) {
      const piece = this.#pieceOf(old) ?? (draining || lane.taken ? undefined : this.#nextCopies());
      this.#oldIsNext = false;
      if (piece !== undefined || fresh.length === 0) return piece;
    }
    for (const segment of fresh) this.#had.add(segment);
    this.#oldIsNext = true;
    return this.#pieceOf(fresh.reverse());
  }

  /** All new segments that are due, newest first; none where they are much, or the sink takes one at a time. */
  nextSmall(): readonly Segment[] {
    if (!this.#options.joins) return [];
    const fresh = this.#due(this.#options.directory.list('seg')).filter((one) => this.#isNew(one));
    const bytes = fresh.reduce((sum, segment) => sum + segment.bytes, 0);
    if (fresh.length > this.#most || bytes > SMALL_BYTES) return [];
    for (const segment of fresh) this.#had.add(segment);
    return fresh.reverse();
  }

  /** True when `segment` is a copy; it is then one no longer. */
  endRepeat(segment: Segment): boolean {
    return this.#copies.delete(segment);
  }

  isCopy(segment: Segment): boolean {
    return this.#copies.has(segment);
  }

  /** After a delivery that failed, pieces are smaller, so that one at fault stands alone in the end. */
  shrink(): void {
    this.#most = Math.max(1, this.#most >> 1);
  }

  grow(): void {
    this.#most = Math.min(DELIVERY_SEGMENTS, this.#most * 2);
  }

  #nextCopies(): readonly Segment[] | undefined {
    return this.#pieceOf(this.#due([...this.#copies]));
  }

  #isNew(segment: Segment): boolean {
    return !segment.inherited && !this.#had.has(segment);
  }

  #due(segments: Segment[]): Segment[] {
    if (this.#options.postponed.size === 0) return segments;
    return segments.filter((segment) => this.#options.postponed.isDue(segment));
  }

  #pieceOf(segments: readonly Segment[]): readonly Segment[] | undefined {
    const [first, ...others] = segments;
    if (first === undefined) return undefined;
    const piece = [first];
    if (!this.#options.joins) return piece;
    let bytes = first.bytes;
    for (const segment of others) {
      bytes += segment.bytes;
      if (piece.length >= this.#most || bytes > DELIVERY_BYTES) break;
      piece.push(segment);
    }
    return piece;
  }
}
