import type { Logger } from 'pino';
import type { ApiKeys } from '../directory/api-keys.ts';

const FLUSH_EVERY_MS = 15_000;

/** Remembers when keys were used and writes it down from time to time, never in a request. */
export class LastUsed {
  readonly #keys: Pick<ApiKeys, 'touch'>;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #usedAt = new Map<string, Date>();

  constructor(keys: Pick<ApiKeys, 'touch'>, log: Logger) {
    this.#keys = keys;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  note(keyId: string, nowMs: number): void {
    this.#usedAt.set(keyId, new Date(nowMs));
  }

  /** Never rejects: what could not be written is tried again with the next flush. */
  async flush(): Promise<void> {
    const usedAt = this.#usedAt;
    if (usedAt.size === 0) return;
    this.#usedAt = new Map();
    try {
      await this.#keys.touch(usedAt);
    } catch (error) {
      this.#log.warn({ err: error }, 'could not note when keys were last used');
      this.#usedAt = new Map([...usedAt, ...this.#usedAt]);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
