import { withPatience } from '@request-desk/fastify/patient-timer';
import { outageOf } from '../../database/control-plane-outage.ts';
import { ControlPlaneState } from '../../database/control-plane-state.ts';
import { DatabaseError } from '../../database/database.ts';
import type { StaffPerson, StaffTokens, StoredToken } from '../../database/staff/staff-tokens.ts';

/** While the control plane is away, a token that was read this long ago still looks up. */
const AWAY_MS = 15 * 60_000;
/** Where the memory would do, nobody waits longer for a control plane that hangs. */
const WITHIN_MS = 400;
const MOST = 1_000;

/** A token as last read, with what a provider said of its maker. */
interface ReadToken {
  readonly token: StoredToken;
  readonly person: StaffPerson | null;
  /** True when the control plane is away and this is what it said before. */
  readonly stale: boolean;
}

interface Kept {
  readonly found: Omit<ReadToken, 'stale'>;
  readonly readAt: number;
}

/** Reads personal tokens by their hash, each time anew; an outage of the control plane leaves those read lately. */
export class TokenReader {
  readonly #store: Pick<StaffTokens, 'find'>;
  /** Counts milliseconds and never goes back. */
  readonly #ticks: () => number;
  readonly #state: ControlPlaneState;
  readonly #kept = new Map<string, Kept>();

  constructor(store: Pick<StaffTokens, 'find'>, ticks: () => number) {
    this.#store = store;
    this.#ticks = ticks;
    this.#state = new ControlPlaneState(ticks);
  }

  /** Throws DatabaseError when the control plane is away and the token was not read lately. */
  async read(hash: string): Promise<ReadToken | undefined> {
    const kept = this.#kept.get(hash);
    const known = kept && this.#ticks() - kept.readAt < AWAY_MS ? kept.found : undefined;
    try {
      if (this.#state.outage) throw this.#state.outage;
      const reading = this.#store.find(hash);
      const found = await (known ? withPatience(WITHIN_MS, reading, tooSlow) : reading);
      this.#state.answered();
      this.#keep(hash, found);
      return found && { ...found, stale: false };
    } catch (error) {
      const outage = outageOf(error);
      if (outage === undefined) throw error;
      if (outage !== this.#state.outage) this.#state.failed(outage);
      if (known === undefined) throw outage;
      return { ...known, stale: true };
    }
  }

  #keep(hash: string, found: Kept['found'] | undefined): void {
    this.#kept.delete(hash);
    if (found) this.#kept.set(hash, { found, readAt: this.#ticks() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(oldest);
    }
  }
}

function tooSlow(): never {
  throw new DatabaseError('the control plane does not answer');
}
