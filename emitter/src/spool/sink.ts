import type { Stream } from './spool.ts';

/** A piece of spool to hand over: whole frames of one stream. */
export interface Delivery {
  readonly stream: Stream;
  /** A file that holds the frames, absolute. */
  readonly path: string;
  /** When it was received; stands in for impossible timestamps. */
  readonly receivedMs: number;
}

/** Several segments of one stream. */
export interface JoinedDelivery {
  readonly stream: Stream;
  readonly parts: readonly Pick<Delivery, 'path' | 'receivedMs'>[];
}

/** Thrown when the content itself can never be taken; anything else is retried for ever. */
export class Unreadable extends Error {}

/**
 * Thrown when the sink is there and will not take this piece, for a reason that may be the piece's
 * or its own. It is kept and asked about again, and holds up nothing else.
 */
export class Refused extends Error {}

/** Thrown when the sink is well and refuses records of this piece, for example in a partial success. */
export class Rejected extends Refused {}

/** Thrown to be asked again, not before `afterMs` milliseconds. */
export class RetryLater extends Error {
  readonly afterMs: number;
  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** Where the spool goes. Delivering the same bytes again must change nothing. */
export interface Sink {
  /** How often it may be given what is new, in milliseconds; 200 where it does not say. */
  readonly everyMs?: number;
  /** Resolves when the sink has the data. Throws Unreadable, or anything else to be retried. */
  deliver(delivery: Delivery): Promise<void>;
  /**
   * The same for several segments in one go, all or none of which count as delivered. A sink without
   * it is given them one after the other.
   */
  deliverTogether?(delivery: JoinedDelivery): Promise<void>;
  /** Records that the other side refused for good, and that were dropped, since the start. */
  droppedRecords?(): number;
}
