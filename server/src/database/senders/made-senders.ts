import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { IngestTokens, StoredIngestToken } from './ingest-tokens.ts';

/** A revoked credential is refused everywhere after this, at most. */
const READ_EVERY_MS = 2_000;
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
 * The credentials that staff made, as one process that receives knows them: all of them, read again
 * every two seconds. While the control plane is away those known go on: telemetry must not be lost.
 */
export class MadeSenders {
  readonly #options: MadeSendersOptions;
  readonly #used = new Map<string, Date>();
  #known: ReadonlyMap<string, StoredIngestToken> = new Map();
  #reading: Promise<void> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #touchedAt = performance.now();
  #isAway = false;
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
    if (!this.#known.has(secretHash)) {
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
      await this.#read();
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
    this.#readAt = performance.now();
    try {
      const rows = await this.#options.store.good();
      this.#known = new Map(rows.map((row) => [row.secretHash, row]));
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
