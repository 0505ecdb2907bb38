import { hash } from 'node:crypto';
import { seal, unseal } from './sealed.ts';

const PURPOSE = 'secrets at rest';
const FORM = /^1\.([0-9a-f]{8})\.([\w-]+)$/;

/** A text that was sealed, and whether it should be sealed again, by the key that counts now. */
interface Opened {
  readonly text: string;
  readonly isCurrent: boolean;
}

/** The keys that secrets are sealed with where they are stored: the first seals, all of them open. */
export class SecretKeys {
  readonly #keys: ReadonlyMap<string, string>;
  /** Identifies the sealing key; nothing of the key follows from it. */
  readonly currentId: string;

  /** Each of at least 32 characters, hard to guess. */
  constructor(keys: readonly [string, ...string[]]) {
    this.#keys = new Map(keys.map((key) => [idOf(key), key]));
    this.currentId = idOf(keys[0]);
  }

  /** Whether one of them has this name. */
  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** `text` as it may be stored; it opens only where it is `boundTo` the same again. */
  seal(text: string, boundTo: string): string {
    const key = this.#keys.get(this.currentId) ?? '';
    return `1.${this.currentId}.${seal(text, key, PURPOSE, boundTo)}`;
  }

  /** Undefined for what was changed or moved, or was sealed with a key that is not here. */
  open(sealed: string, boundTo: string): Opened | undefined {
    const [, id = '', body = ''] = FORM.exec(sealed) ?? [];
    const key = this.#keys.get(id);
    const text = key === undefined ? undefined : unseal(body, key, PURPOSE, boundTo);
    return text === undefined ? undefined : { text, isCurrent: id === this.currentId };
  }
}

function idOf(key: string): string {
  return hash('sha256', `secrets key ${key}`).slice(0, 8);
}
