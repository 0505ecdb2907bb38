import { DatabaseError } from '../../database/database.ts';
import type { StaffSessions, StoredSession } from '../../database/staff/staff-sessions.ts';
import { keepLatest } from '../keep-latest.ts';
import { AWAY_MS, PromptReads } from '../prompt-reads.ts';

/** A read session is believed for so long: one ended in another process ends here after this. */
const FRESH_MS = 1_500;
/** A page's calls that were on their way when its cookie changed still arrive under the former one. */
const OVERLAP_MS = 10_000;
const MAX_CACHED_SESSIONS = 10_000;

/** A session as last read; `stale` when the control plane is away and that was a while ago. */
export interface ReadSession {
  readonly row: StoredSession;
  readonly stale: boolean;
}

interface Kept {
  row: StoredSession;
  readAt: number;
}

interface Former {
  readonly successor: string;
  readonly confirmedAt: Date;
  readonly until: number;
}

/**
 * Reads sessions by the hash of their cookie, through a short memory, so that a page's many calls
 * cost one read, and an outage of the control plane does not sign people out.
 */
export class SessionReader {
  readonly #store: Pick<StaffSessions, 'find'>;
  /** Counts milliseconds and never goes back. */
  readonly #ticks: () => number;
  readonly #reads: PromptReads;
  readonly #kept = new Map<string, Kept>();
  readonly #former = new Map<string, Former>();
  readonly #reading = new Map<string, Promise<StoredSession | undefined>>();

  constructor(store: Pick<StaffSessions, 'find'>, ticks: () => number) {
    this.#store = store;
    this.#ticks = ticks;
    this.#reads = new PromptReads(ticks);
  }

  /** Throws DatabaseError when the control plane is away and the session was not read lately. */
  async read(hash: string): Promise<ReadSession | undefined> {
    const former = this.#former.get(hash);
    if (former) return await this.#readFormer(hash, former);
    const kept = this.#kept.get(hash);
    if (kept && this.#ticks() - kept.readAt < FRESH_MS) return { row: kept.row, stale: false };
    const remembered = () => kept !== undefined && this.#ticks() - kept.readAt < AWAY_MS;
    try {
      const row = await this.#reads.found(() => this.#once(hash), remembered());
      return row && { row, stale: false };
    } catch (error) {
      if (!kept || !remembered() || !(error instanceof DatabaseError)) throw error;
      return { row: kept.row, stale: true };
    }
  }

  /** What the next read of this process finds, without asking. */
  keep(row: StoredSession): void {
    keepLatest(this.#kept, row.secretHash, { row, readAt: this.#ticks() }, MAX_CACHED_SESSIONS);
  }

  /** The session `row` has another cookie now; for a moment the former one stands for what it was. */
  replace(former: StoredSession, row: StoredSession): void {
    this.forget([former.secretHash]);
    this.keep(row);
    const until = this.#ticks() + OVERLAP_MS;
    const { confirmedAt } = former;
    this.#former.set(former.secretHash, { successor: row.secretHash, confirmedAt, until });
    for (const [hash, one] of this.#former)
      if (one.until < this.#ticks()) this.#former.delete(hash);
  }

  /** Notes a use without counting as a read. */
  seen(hash: string, seenAt: Date): void {
    const kept = this.#kept.get(hash);
    if (kept) kept.row = { ...kept.row, seenAt };
  }

  forget(hashes: Iterable<string>): void {
    for (const hash of hashes) {
      this.#kept.delete(hash);
      this.#reading.delete(hash);
      this.#former.delete(hash);
    }
  }

  async #readFormer(hash: string, former: Former): Promise<ReadSession | undefined> {
    if (former.until < this.#ticks()) {
      this.#former.delete(hash);
      return undefined;
    }
    const found = await this.read(former.successor);
    return found && { ...found, row: { ...found.row, confirmedAt: former.confirmedAt } };
  }

  /** One read at a time of each session; an answer that was overtaken by `forget` is not kept. */
  async #once(hash: string): Promise<StoredSession | undefined> {
    const open = this.#reading.get(hash);
    if (open) return await open;
    const read = this.#store.find(hash);
    this.#reading.set(hash, read);
    try {
      const row = await read;
      if (this.#reading.get(hash) !== read) return await this.#once(hash);
      if (row) this.keep(row);
      else this.#kept.delete(hash);
      return row;
    } finally {
      if (this.#reading.get(hash) === read) this.#reading.delete(hash);
    }
  }
}
