import type { Logger } from 'pino';
import type { AuditStore } from '../../database/audit/audit-store.ts';
import type { AuditHead, NewAuditEntry } from '../../database/audit/chain.ts';
import { type AuditNote, type AuditTrail, AuditUnavailable } from './audit-trail.ts';
import { Journal } from './journal.ts';
import { entryOfLine, newEntry } from './new-entry.ts';

/** Entries that nobody waits for are added to the chain together. */
const GATHER_MS = 100;
const RETRY_MS = 500;
const BATCH = 200;
/** The longest that a change waits for its entry to be in the chain. */
const WAIT_MS = 2_000;

interface AuditLogOptions {
  readonly store: Pick<AuditStore, 'append' | 'head'>;
  /** Where the journal is. */
  readonly directory: string;
  /** Names people in the chain. */
  readonly secret: Buffer;
  readonly log: Logger;
  readonly now: () => number;
}

interface Pending {
  readonly entry: NewAuditEntry;
  readonly settle: ((error?: AuditUnavailable) => void) | undefined;
}

/** How the audit stands in this process. */
export interface AuditState {
  /** Notes in the local journal that wait for the control plane. */
  readonly waiting: number;
  /** Since when it takes none, in Unix milliseconds. */
  readonly awaySince: number | undefined;
}

/**
 * The audit as one process writes it: each note goes to a local journal first, synced, and from there
 * into the chain, in order, also after an outage or a crash.
 */
export class AuditLog implements AuditTrail {
  readonly #options: AuditLogOptions;
  readonly #journal: Journal;
  readonly #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #awaySince: number | undefined;
  #closed = false;

  private constructor(options: AuditLogOptions, journal: Journal) {
    this.#options = options;
    this.#journal = journal;
  }

  /** Opens the journal; entries that the process before left in it are merged. Throws where it cannot be made. */
  static open(options: AuditLogOptions): AuditLog {
    const { journal, lines, damaged } = Journal.open(options.directory);
    const audit = new AuditLog(options, journal);
    const entries = lines.flatMap((line) => entryOfLine(line) ?? []);
    if (damaged !== undefined || entries.length < lines.length)
      options.log.error({ copy: damaged }, 'the audit journal is damaged');
    for (const entry of entries) audit.#pending.push({ entry, settle: undefined });
    if (entries.length > 0) audit.#schedule(0);
    return audit;
  }

  state(): AuditState {
    return { waiting: this.#pending.length, awaySince: this.#awaySince };
  }

  async note(note: AuditNote): Promise<void> {
    const entry = this.#entryOf(note);
    // Without a disk the chain itself will do.
    const stands = this.#journal.append(JSON.stringify(entry)).then(
      () => true,
      () => false,
    );
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined);
    this.#push({ entry, settle: (error) => (error ? reject(error) : resolve()) }, GATHER_MS);
    if (!(await stands)) await promise;
  }

  async write(note: AuditNote): Promise<void> {
    const entry = this.#entryOf(note);
    // In the chain or refused: whether the journal has it, too, only matters to what is refused.
    this.#journal.append(JSON.stringify(entry)).catch(() => undefined);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(unavailable()), WAIT_MS);
    this.#push({ entry, settle: (error) => (error ? reject(error) : resolve()) }, 0);
    await promise.finally(() => clearTimeout(timer));
  }

  /** Stores what waits, if it can be; the rest stays in the journal for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#pending.length > 0 && this.#awaySince === undefined) await this.#merge();
    await this.#journal.close();
  }

  #entryOf(note: AuditNote): NewAuditEntry {
    return newEntry(note, this.#options.secret, this.#options.now());
  }

  #push(pending: Pending, withinMs: number): void {
    if (this.#closed) {
      pending.settle?.(unavailable());
      return;
    }
    this.#pending.push(pending);
    this.#schedule(withinMs);
  }

  #schedule(withinMs: number): void {
    if (this.#running || this.#closed) return;
    // While it does not answer, each retry is soon enough, and a change is refused at once.
    if (this.#timer !== undefined && withinMs > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#merge().finally(() => {
        this.#running = undefined;
        if (this.#pending.length > 0) this.#schedule(this.#awaySince === undefined ? 0 : RETRY_MS);
      });
    }, withinMs).unref();
  }

  /** All that waits, some at a time, until there is none or the control plane refuses. */
  async #merge(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.slice(0, BATCH);
      try {
        await this.#options.store.append(batch.map(({ entry }) => entry));
      } catch (err) {
        if (this.#awaySince === undefined)
          this.#options.log.error({ err }, 'the audit cannot be written: it waits in the journal');
        this.#awaySince ??= this.#options.now();
        for (const { settle } of this.#pending) settle?.(unavailable());
        return;
      }
      if (this.#awaySince !== undefined) this.#options.log.info('the audit is written again');
      this.#awaySince = undefined;
      for (const { settle } of this.#pending.splice(0, batch.length)) settle?.();
    }
    this.#journal.clear();
  }

  /** The last entry of the chain. */
  head(): Promise<AuditHead> {
    return this.#options.store.head();
  }
}

function unavailable(): AuditUnavailable {
  return new AuditUnavailable('the audit cannot be written');
}
