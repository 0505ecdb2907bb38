import type { Signals } from '../../database/signals.ts';
import type { HeldClaims } from './held-claims.ts';
import { ASKS, CLAIMS, readClaim, writeAsk } from './messages.ts';

/** A signal may be lost, and what was received is delivered first. */
const AGAIN_AFTER_MS = 150;

/** Asks the producers that share a control plane how far they are; `held` takes what they answer. */
export class AskProducers {
  readonly #signals: Signals;

  constructor(signals: Signals, held: HeldClaims) {
    this.#signals = signals;
    signals.on(CLAIMS, (text) => {
      const claim = readClaim(text);
      if (claim) held.take(claim);
    });
  }

  /** `upTo`: milliseconds since 1970 by the reference clock, up to which all is wanted. */
  once(upTo: number): void {
    this.#signals.send(ASKS, writeAsk(upTo));
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
}
