import { randomFillSync } from 'node:crypto';
import { ALPHABETS, hasForm } from '@request-desk/shared/id-form';
import { traceOfId } from '@request-desk/shared/id-trace';
import type { Profile } from '@request-desk/shared/profile';

/** A new request id and the trace that belongs to it. */
export interface MintedIds {
  readonly requestId: string;
  readonly traceId: string;
}

const POOL_BYTES = 8192;
/** A ULID: 48 bits of time in 10 characters, then 80 random bits in 16. */
const ULID = { alphabet: 'crockford32', length: 26 } as const;
const ULID_TIME_CHARACTERS = 10;

/** Mints request ids in the form that a profile declares; needs nothing of OpenTelemetry. */
export class RequestIds {
  readonly #form: Profile['request_id'];
  readonly #now: () => number;
  readonly #pool = Buffer.allocUnsafe(POOL_BYTES);
  #used = POOL_BYTES;

  /** `now`, in milliseconds since 1970, is what ids of the ULID form begin with. */
  constructor(form: Profile['request_id'], now: () => number = Date.now) {
    this.#form = form;
    this.#now = now;
  }

  /** An id, and the trace that it names; where ids name none, a random one. */
  mint(): MintedIds {
    const requestId = this.#form.prefix + this.#body();
    const traceId = traceOfId(this.#form, requestId) ?? this.hex64() + this.hex64();
    return { requestId, traceId };
  }

  /** 16 random hex digits, never all zero. */
  hex64(): string {
    const at = this.#take(8);
    const digits = this.#pool.toString('hex', at, at + 8);
    return digits === '0000000000000000' ? this.hex64() : digits;
  }

  #body(): string {
    const { alphabet, length, prefix, check } = this.#form;
    if (alphabet === 'hex' && length === 16 && check !== 'luhn') return this.hex64();
    const time = alphabet === ULID.alphabet && length === ULID.length ? this.#ulidTime() : '';
    const body = time + this.#random(length - time.length);
    const form = this.#form;
    if (hasForm(form, prefix + body)) return body;
    const checked = [...ALPHABETS[alphabet]].find((last) =>
      hasForm(form, prefix + body.substring(0, length - 1) + last),
    );
    return checked === undefined ? this.#body() : body.substring(0, length - 1) + checked;
  }

  #ulidTime(): string {
    const characters = ALPHABETS[ULID.alphabet];
    let time = '';
    for (let rest = this.#now(); time.length < ULID_TIME_CHARACTERS; rest = Math.floor(rest / 32)) {
      time = characters.charAt(rest % 32) + time;
    }
    return time;
  }

  /** Bytes beyond the last whole multiple of the alphabet are thrown away: each is as likely. */
  #random(length: number): string {
    const characters: string = ALPHABETS[this.#form.alphabet];
    const most = 256 - (256 % characters.length);
    let text = '';
    while (text.length < length) {
      const byte = this.#pool[this.#take(1)] ?? 0;
      if (byte < most) text += characters.charAt(byte % characters.length);
    }
    return text;
  }

  /** Where in the pool so many unused bytes begin. */
  #take(bytes: number): number {
    if (this.#used + bytes > POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    this.#used += bytes;
    return this.#used - bytes;
  }
}
