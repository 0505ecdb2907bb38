import { timingSafeEqual } from 'node:crypto';
import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { outageOf } from '../../database/control-plane-outage.ts';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import { DatabaseError } from '../../database/database.ts';
import type { ApiKeys, StoredKey } from '../directory/api-keys.ts';
import { hashKeySecret } from '../directory/key-secret.ts';
import { API_KEY_PATTERN } from '../key-form.ts';

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

interface KeyCacheOptions {
  readonly keys: Pick<ApiKeys, 'findByHash'>;
  readonly plane: ControlPlaneState;
  /** For so long what was last read counts while the control plane is away; 0: not at all. */
  readonly staleMs: number;
  /** A reading that takes longer has failed. */
  readonly readWithinMs: number;
  /** Counts milliseconds and never goes back. */
  readonly now: () => number;
}

/**
 * Keys by the hash of their secret, also the unknown ones. A key in use is read again in the
 * background before its copy is too old to trust, so that requests do not wait for the database.
 * Keys are never deleted: one that has vanished was lost with its database, not revoked.
 */
export class KeyCache {
  readonly #options: KeyCacheOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: KeyCacheOptions) {
    this.#options = options;
  }

  /**
   * The stored key of a secret, at most 1.75 s old, or as last read while the control plane is away.
   * Rejects, within `readWithinMs`, when the database must be asked and fails.
   */
  find(secret: string): StoredKey | undefined | Promise<StoredKey | undefined> {
    if (!API_KEY_PATTERN.test(secret)) return undefined;
    const hash = hashKeySecret(secret);
    const entry = this.#entry(hash);
    const age = this.#options.now() - entry.readAt;
    if (age < TRUST_MS) {
      if (age >= REFRESH_AFTER_MS && entry.key) this.#read(hash, entry).catch(() => undefined);
      return entry.key;
    }
    const reading = this.#read(hash, entry);
    const stale = age < this.#options.staleMs;
    if (stale && this.#options.plane.outage) {
      reading.catch(() => undefined);
      return entry.key;
    }
    return reading.then(
      () => entry.key,
      (error: unknown) => {
        if (!stale) throw error;
        return entry.key;
      },
    );
  }

  /** The key of a secret as it was last read, however long ago; asks nobody. */
  cached(secret: string): StoredKey | undefined {
    if (!API_KEY_PATTERN.test(secret)) return undefined;
    return this.#entries.get(hashKeySecret(secret))?.key;
  }

  /** Ids of the keys that would be admitted. */
  validIds(): string[] {
    return [...this.#entries.values()].flatMap(({ key }) =>
      key && !key.revokedAt ? [key.id] : [],
    );
  }

  /** Takes in that keys are revoked, before they are read again. */
  revoked(ids: readonly string[], at: Date): void {
    if (ids.length === 0) return;
    const gone = new Set(ids);
    for (const entry of this.#entries.values()) {
      if (entry.key && gone.has(entry.key.id)) entry.key = { ...entry.key, revokedAt: at };
    }
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
    const { keys, plane, now, readWithinMs } = this.#options;
    const began = now();
    try {
      const found = await withStallTolerantTimeout(readWithinMs, keys.findByHash(hash), () => {
        throw new DatabaseError(`the control plane did not answer within ${readWithinMs} ms`);
      });
      const key = found && sameHash(found.secretHash, hash) ? found : undefined;
      if (key === undefined && entry.key) throw new DatabaseError('the control plane lost a key');
      // A revocation that was received during this reading stands.
      if (key && !key.revokedAt && entry.key?.revokedAt) return;
      entry.key = key;
      entry.readAt = began;
      plane.answered();
    } catch (error) {
      const outage = outageOf(error);
      if (outage) plane.failed(outage);
      throw error;
    }
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

/** Whatever the database takes for equal. */
function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
