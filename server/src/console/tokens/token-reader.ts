import { DatabaseError } from '../../database/database.ts';
import type { StaffPerson, StaffTokens, StoredToken } from '../../database/staff/staff-tokens.ts';
import { keepLatest } from '../keep-latest.ts';
import { AWAY_MS, PromptReads } from '../prompt-reads.ts';

const MAX_CACHED_TOKENS = 1_000;

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

/** Reads personal tokens by their hash, each time from the store; an outage of the control plane leaves those read lately. */
export class TokenReader {
  readonly #store: Pick<StaffTokens, 'find'>;
  /** Counts milliseconds and never goes back. */
  readonly #ticks: () => number;
  readonly #reads: PromptReads;
  readonly #kept = new Map<string, Kept>();

  constructor(store: Pick<StaffTokens, 'find'>, ticks: () => number) {
    this.#store = store;
    this.#ticks = ticks;
    this.#reads = new PromptReads(ticks);
  }

  /** Throws DatabaseError when the control plane is away and the token was not read lately. */
  async read(hash: string): Promise<ReadToken | undefined> {
    const kept = this.#kept.get(hash);
    const known = kept && this.#ticks() - kept.readAt < AWAY_MS ? kept.found : undefined;
    try {
      const found = await this.#reads.found(() => this.#store.find(hash), known !== undefined);
      this.#keep(hash, found);
      return found && { ...found, stale: false };
    } catch (error) {
      if (known === undefined || !(error instanceof DatabaseError)) throw error;
      return { ...known, stale: true };
    }
  }

  #keep(hash: string, found: Kept['found'] | undefined): void {
    if (found) keepLatest(this.#kept, hash, { found, readAt: this.#ticks() }, MAX_CACHED_TOKENS);
    else this.#kept.delete(hash);
  }
}
