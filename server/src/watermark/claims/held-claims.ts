import { isDeepStrictEqual } from 'node:util';
import type { WatermarkClaim } from '@request-desk/fastify/producer/producer';
import type { ProducerProgress } from '../producer-progress.ts';

/** Of each producer; the newest. */
const MOST_CLAIMS = 32;
const MOST_PRODUCERS = 2_000;

/** What producers said of themselves without having it stored. No I/O. */
export class HeldClaims {
  readonly #of = new Map<string, WatermarkClaim[]>();

  /** What is said again takes no place from what is older and may be verified sooner. */
  take(claim: WatermarkClaim): void {
    const { producer } = claim;
    const before = this.#of.get(producer) ?? [];
    if (isDeepStrictEqual(before.at(-1), claim)) return;
    const held = [...before, claim].slice(-MOST_CLAIMS);
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
  verified(
    producer: string,
    { newest, prefix }: Pick<ProducerProgress, 'newest' | 'prefix'>,
  ): WatermarkClaim | undefined {
    if (newest?.epoch !== prefix.epoch || newest.state !== 'running') return undefined;
    return this.#of
      .get(producer)
      ?.findLast(
        ({ epoch, failed, succeeded }) =>
          epoch === prefix.epoch && failed <= prefix.failed && succeeded <= prefix.succeeded,
      );
  }

  /** What `producer` said last, stored or not. */
  newest(producer: string): WatermarkClaim | undefined {
    return this.#of.get(producer)?.at(-1);
  }

  /** The reference clock was stepped: times that were said before mean nothing now. */
  newFrame(): void {
    this.#of.clear();
  }
}
