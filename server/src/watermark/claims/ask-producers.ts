import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import type { Signals } from '../../database/signals.ts';
import { coversUntil } from '../watermark-record.ts';
import type { HeldClaims } from './held-claims.ts';
import { ASKS, CLAIMS, readClaim, writeAsk } from './messages.ts';

/** A signal may be lost, and what was received is delivered first. */
const AGAIN_AFTER_MS = 150;
/** Many who wait at once ask once; each question reaches every process. */
const APART_MS = 25;

interface AskOptions {
  readonly signals: Signals;
  readonly clock: Pick<ReferenceClock, 'upper'>;
  /** By how much a producer's wall clock may be off, in milliseconds. */
  readonly maxSkewMs: number;
}

/** Asks the producers that share a control plane how far they are; `held` takes what they answer. */
export class AskProducers {
  readonly #signals: Signals;
  #wanted = Number.NEGATIVE_INFINITY;
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor({ signals, clock, maxSkewMs }: AskOptions, held: HeldClaims) {
    this.#signals = signals;
    signals.on(CLAIMS, (text) => {
      const claim = readClaim(text);
      // Of the future is what was said before the reference was put back: it would count when that comes.
      if (claim && coversUntil(claim, maxSkewMs) <= clock.upper()) held.take(claim);
    });
  }

  /** `upTo`: milliseconds since 1970 by the reference clock, up to which all is wanted. */
  once(upTo: number): void {
    this.#wanted = Math.max(this.#wanted, upTo);
    if (this.#timer) return;
    const early = this.#sentAt + APART_MS - performance.now();
    if (early <= 0) this.#send();
    else this.#timer = setTimeout(() => this.#send(), early).unref();
  }

  /** A function that asks the same as often as it is called, though not more often than it is of use. */
  again(upTo: number): (at: number) => void {
    let asked = Number.NEGATIVE_INFINITY;
    return (at) => {
      if (at - asked < AGAIN_AFTER_MS) return;
      asked = at;
      this.once(upTo);
    };
  }

  #send(): void {
    const upTo = this.#wanted;
    this.#timer = undefined;
    this.#wanted = Number.NEGATIVE_INFINITY;
    this.#sentAt = performance.now();
    this.#signals.send(ASKS, writeAsk(upTo));
  }
}
