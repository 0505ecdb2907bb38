import { hash } from 'node:crypto';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import { seal, unseal } from '../../database/secrets/sealed.ts';
import { SessionCookie } from '../sessions/session-cookie.ts';
import type { Begun } from './provider.ts';

const LASTS_MS = 10 * MINUTE_MS;
const PREFIX = 'request_desk_sign_in_';
const PURPOSE = 'sign-in';
const SHAPE = /^[A-Za-z0-9_-]{40,2000}$/;
/** Sign-ins that one browser may have begun at once; with more, the header would grow too large. */
const MAX_BEGUN_SIGN_INS = 6;
const LONGEST_NEXT = 512;

const remembered = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  again: z.boolean(),
  next: z.string(),
  until: z.number(),
});
type Remembered = z.infer<typeof remembered>;

/**
 * Sign-ins on their way to the provider and back, each in a cookie of its own, so that two tabs do not
 * disturb each other, and readable by our processes alone.
 */
export class BegunCookies {
  readonly #secure: boolean;
  readonly #key: Buffer;
  readonly #now: () => number;

  constructor(options: { secure: boolean; key: Buffer; now: () => number }) {
    this.#secure = options.secure;
    this.#key = options.key;
    this.#now = options.now;
  }

  /** The `Set-Cookie` values that remember a sign-in, and forget others when there are too many. */
  remember(begun: Begun, next: string, cookies: string | undefined): string[] {
    const place = next.length > LONGEST_NEXT ? '/' : next;
    const value: Remembered = { ...begun, next: place, until: this.#now() + LASTS_MS };
    const sealed = seal(JSON.stringify(value), this.#key, PURPOSE);
    const others = this.#namesIn(cookies);
    const excess =
      others.length < MAX_BEGUN_SIGN_INS ? [] : others.map((name) => this.#cookie(name).forget());
    return [...excess, this.#cookie(nameOf(begun.state)).set(sealed, LASTS_MS)];
  }

  /** What was remembered of the sign-in with this `state`; undefined for any that is not ours. */
  recall(state: string, cookies: string | undefined): Remembered | undefined {
    const [sealed] = this.#cookie(nameOf(state)).valuesIn(cookies);
    const text = sealed === undefined ? undefined : unseal(sealed, this.#key, PURPOSE);
    const found = remembered.safeParse(text === undefined ? undefined : JSON.parse(text)).data;
    return found && found.state === state && this.#now() < found.until ? found : undefined;
  }

  forget(state: string): string {
    return this.#cookie(nameOf(state)).forget();
  }

  #cookie(name: string): SessionCookie {
    return new SessionCookie(name, { secure: this.#secure, shape: SHAPE });
  }

  #namesIn(cookies = ''): string[] {
    const found = cookies.matchAll(/(?:^|;\s*)(?:__Host-)?(request_desk_sign_in_[0-9a-f]{12})=/g);
    return [...found].slice(0, 50).flatMap(([, name]) => (name === undefined ? [] : [name]));
  }
}

function nameOf(state: string): string {
  return PREFIX + hash('sha256', state).slice(0, 12);
}
