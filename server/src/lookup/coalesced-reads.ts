import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/** A statement that takes long is not waited for: the next one begins beside it. */
const LONGEST_WAIT_MS = 250;
/** More are asked for in statements of their own. */
const MOST_KEYS = 3_000;

/**
 * Reads in one statement what many ask for: who asks while one runs shares the next, so that however many ask, the
 * store is not asked more often than it answers. A read begins after it was asked for, never before.
 */
export class CoalescedReads<Value> {
  readonly #read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  #gathering:
    | { readonly keys: Set<string>; readonly read: Promise<ReadonlyMap<string, Value>> }
    | undefined;
  #running: Promise<unknown> | undefined;

  constructor(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#read = read;
  }

  /** What is read of `keys`, and of those of others. Throws what the read throws. */
  async get(keys: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    if (this.#gathering === undefined || this.#gathering.keys.size + keys.length > MOST_KEYS) {
      const asked = new Set<string>();
      this.#gathering = { keys: asked, read: this.#readLater(asked) };
    }
    for (const key of keys) this.#gathering.keys.add(key);
    return await this.#gathering.read;
  }

  async #readLater(keys: Set<string>): Promise<ReadonlyMap<string, Value>> {
    await turn();
    if (this.#running) await Promise.race([this.#running, pause(LONGEST_WAIT_MS)]);
    if (this.#gathering?.keys === keys) this.#gathering = undefined;
    const read = this.#read([...keys]);
    const running = read
      .catch(() => undefined)
      .finally(() => {
        if (this.#running === running) this.#running = undefined;
      });
    this.#running = running;
    return await read;
  }
}
