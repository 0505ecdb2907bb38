import { timingSafeEqual } from 'node:crypto';
import { API_KEY_PATTERN } from '@request-desk/shared/api-keys';
import type { ApiKeys, StoredKey } from '../../database/api-keys.ts';
import { hashKeySecret } from '../../database/key-secret.ts';

/** Together below the 2 s in which a revocation takes effect in every process. */
const REFRESH_AFTER_MS = 750;
const TRUST_MS = 1_750;
const MOST_ENTRIES = 10_000;

interface Entry {
  key: StoredKey | undefined;
  /** When the reading of `key` began: what happened before it is known. */
  readAt: number;
  reading: Promise<void> | undefined;
}

/**
 * Keys by the hash of their secret, also the unknown ones. A key in use is read again in the
 * background before its copy is too old to trust, so that requests do not wait for the database.
 */
export class KeyCache {
  readonly #keys: Pick<ApiKeys, 'findByHash'>;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  /** `now` counts milliseconds and never goes back. */
  constructor(keys: Pick<ApiKeys, 'findByHash'>, now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** The stored key of a secret, at most 1.75 s old. Rejects when the database must be asked and fails. */
  find(secret: string): StoredKey | undefined | Promise<StoredKey | undefined> {
    if (!API_KEY_PATTERN.test(secret)) return undefined;
    const hash = hashKeySecret(secret);
    const entry = this.#entry(hash);
    const age = this.#now() - entry.readAt;
    if (age >= TRUST_MS) return this.#read(hash, entry).then(() => sameKey(entry.key, hash));
    if (age >= REFRESH_AFTER_MS && entry.key) this.#read(hash, entry).catch(() => undefined);
    return sameKey(entry.key, hash);
  }

  #entry(hash: string): Entry {
    const known = this.#entries.get(hash);
    if (known) return known;
    if (this.#entries.size >= MOST_ENTRIES) this.#makeRoom();
    const entry: Entry = { key: undefined, readAt: Number.NEGATIVE_INFINITY, reading: undefined };
    this.#entries.set(hash, entry);
    return entry;
  }

  /** One reading at a time for each key, however many requests wait for it. */
  #read(hash: string, entry: Entry): Promise<void> {
    entry.reading ??= this.#load(hash, entry).finally(() => {
      entry.reading = undefined;
    });
    return entry.reading;
  }

  async #load(hash: string, entry: Entry): Promise<void> {
    const began = this.#now();
    entry.key = await this.#keys.findByHash(hash);
    entry.readAt = began;
  }

  /** Forgets the oldest entries, unknown keys first: a flood of guesses displaces no customer. */
  #makeRoom(): void {
    for (const unknownOnly of [true, false]) {
      for (const [hash, entry] of this.#entries) {
        if (this.#entries.size <= MOST_ENTRIES / 2) return;
        if (!unknownOnly || entry.key === undefined) this.#entries.delete(hash);
      }
    }
  }
}

function sameKey(key: StoredKey | undefined, hash: string): StoredKey | undefined {
  if (key === undefined) return undefined;
  return timingSafeEqual(Buffer.from(key.secretHash), Buffer.from(hash)) ? key : undefined;
}
