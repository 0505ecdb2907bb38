import { isDeepStrictEqual } from 'node:util';
import type { Claim } from '@request-desk/fastify/producer/producer';
import type { ProducerProgress } from '../producer-progress.ts';

/** Of each producer; the newest. */
const MOST_CLAIMS = 32;
const MOST_PRODUCERS = 2_000;
/** A claim that is as old says enough to who waits for a moment. */
const FRESH_MS = 1_000;

type Followed = Pick<ProducerProgress, 'newest' | 'prefix'>;

interface Held {
  readonly claim: Claim;
  /** When it was heard last, in monotonic milliseconds. */
  readonly at: number;
}

/** What producers said of themselves without having it stored. No I/O. */
export class HeldClaims {
  readonly #of = new Map<string, Held[]>();

  /**
   * `at` in monotonic milliseconds. What is said again takes no place from what is older and may be
   * verified sooner.
   */
  take(claim: Claim, at: number): void {
    const { producer } = claim;
    const before = this.#of.get(producer) ?? [];
    const again = isDeepStrictEqual(before.at(-1)?.claim, claim);
    const held = [...(again ? before.slice(0, -1) : before), { claim, at }].slice(-MOST_CLAIMS);
    this.#of.delete(producer);
    this.#of.set(producer, held);
    for (const [oldest] of this.#of) {
      if (this.#of.size <= MOST_PRODUCERS) break;
      this.#of.delete(oldest);
    }
  }

  /**
   * The last claim of `producer` up to which all numbers are stored. It counts only in an epoch of
   * which this store holds a record: who delivers elsewhere says nothing of this store.
   */
  verified(producer: string, progress: Followed): Claim | undefined {
    return this.#verified(producer, progress)?.claim;
  }

  /** True while the records of `producer` would say nothing new to who asks at `at`. */
  areFresh(producer: string, progress: Followed, at: number): boolean {
    const last = this.#verified(producer, progress);
    return last !== undefined && at - last.at < FRESH_MS;
  }

  /** The reference clock was stepped: times that were said before mean nothing now. */
  newFrame(): void {
    this.#of.clear();
  }

  #verified(producer: string, { newest, prefix }: Followed): Held | undefined {
    if (newest?.epoch !== prefix.epoch || newest.state !== 'running') return undefined;
    return this.#of
      .get(producer)
      ?.findLast(
        ({ claim: { epoch, failed, succeeded } }) =>
          epoch === prefix.epoch && failed <= prefix.failed && succeeded <= prefix.succeeded,
      );
  }
}
