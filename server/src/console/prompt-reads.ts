import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { outageOf } from '../database/control-plane-outage.ts';
import { ControlPlaneState, PROMPT_READ_MS } from '../database/control-plane-state.ts';
import { DatabaseError } from '../database/database.ts';

/** While the control plane is away, what was read this long ago still lets its owner look up. */
export const AWAY_MS = 15 * MINUTE_MS;

/** Reads by which somebody is let in, where a memory of an earlier one may do. */
export class PromptReads {
  readonly #state: ControlPlaneState;

  /** `ticks` counts milliseconds and never goes back. */
  constructor(ticks: () => number) {
    this.#state = new ControlPlaneState(ticks);
  }

  /**
   * What `read` finds; at once an outage while one is known, and within 0.4 s where that is
   * `remembered`. Throws DatabaseError when the control plane is away, and any other error as it is.
   */
  async found<T>(read: () => Promise<T>, remembered: boolean): Promise<T> {
    try {
      if (this.#state.outage) throw this.#state.outage;
      const found = await (remembered
        ? withStallTolerantTimeout(PROMPT_READ_MS, read(), tooSlow)
        : read());
      this.#state.answered();
      return found;
    } catch (error) {
      const outage = outageOf(error);
      if (outage === undefined) throw error;
      if (outage !== this.#state.outage) this.#state.failed(outage);
      throw outage;
    }
  }
}

function tooSlow(): never {
  throw new DatabaseError('the control plane does not answer');
}
