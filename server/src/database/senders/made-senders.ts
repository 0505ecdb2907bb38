import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { IngestTokens, StoredIngestToken } from './ingest-tokens.ts';

/** A revoked credential is refused everywhere after this, at most: what was read before is read again for a sender. */
const TRUST_MS = 2_000;
/** While somebody sends they are read before that, so that nobody waits for it. */
const READ_EVERY_MS = 1_500;
/** While nobody sends. */
const READ_IDLE_EVERY_MS = 30_000;
/** A token that is not known yet may have been made a moment ago; it is looked for so often at most. */
const APART_MS = 500;
const TOUCH_EVERY_MS = 30_000;

interface MadeSendersOptions {
  readonly store: Pick<IngestTokens, 'good' | 'touch'>;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The credentials that staff made, as one process that receives knows them: all of them, never older than
 * two seconds when one is used. While the control plane is away those known go on: telemetry must not be lost.
 */
export class MadeSenders {
  readonly #options: MadeSendersOptions;
  readonly #used = new Map<string, Date>();
  #known: ReadonlyMap<string, StoredIngestToken> = new Map();
  #reading: Promise<void> | undefined;
  /** When the last reading began. */
  #readAt = Number.NEGATIVE_INFINITY;
  /** When that of what is known began. */
  #knownAt = Number.NEGATIVE_INFINITY;
  #touchedAt = performance.now();
  #isAway = false;
  /** Whether somebody has sent since they were read. */
  #inUse = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: MadeSendersOptions) {
    this.#options = options;
  }

  /** Reads them; one that cannot yet is tried again. */
  static async open(options: MadeSendersOptions): Promise<MadeSenders> {
    const senders = new MadeSenders(options);
    await senders.#again();
    return senders;
  }

  /**
   * The sender whose token has this SHA-256 in hex; undefined for a token that is not good. Rejects
   * where that is unknown because the control plane is away.
   */
  async find(secretHash: string): Promise<StoredIngestToken | undefined> {
    const from = performance.now();
    this.#inUse = true;
    if (!this.#isAway && from - this.#knownAt > TRUST_MS) await this.#read().catch(() => undefined);
    if (!this.#known.has(secretHash) && (this.#readAt < from || this.#isAway)) {
      const earlyMs = this.#readAt + APART_MS - performance.now();
      if (earlyMs > 0) await pause(earlyMs);
      if (!this.#known.has(secretHash)) await this.#read();
    }
    const found = this.#known.get(secretHash);
    if (found) this.#used.set(found.id, new Date(this.#options.now()));
    return found;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#touch();
  }

  async #again(): Promise<void> {
    try {
      const isDue = performance.now() - this.#readAt >= READ_IDLE_EVERY_MS;
      if (this.#inUse || this.#isAway || isDue) await this.#read();
      if (performance.now() - this.#touchedAt > TOUCH_EVERY_MS) await this.#touch();
    } catch {
      // Said when it began.
    }
    this.#timer = setTimeout(() => void this.#again(), READ_EVERY_MS).unref();
  }

  /** One read at a time. */
  #read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    const from = performance.now();
    this.#readAt = from;
    this.#inUse = false;
    try {
      const rows = await this.#options.store.good();
      this.#known = new Map(rows.map((row) => [row.secretHash, row]));
      this.#knownAt = from;
      this.#isAway = false;
    } catch (err) {
      if (!this.#isAway) this.#options.log.error({ err }, 'ingest credentials cannot be read');
      this.#isAway = true;
      throw err;
    }
  }

  async #touch(): Promise<void> {
    this.#touchedAt = performance.now();
    const used = new Map(this.#used);
    this.#used.clear();
    await this.#options.store.touch(used).catch((err: unknown) => {
      this.#options.log.warn({ err }, 'last use not written');
    });
  }
}
