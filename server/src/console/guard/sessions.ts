import { createHmac, randomBytes } from 'node:crypto';
import { sameText } from '../../http/same-text.ts';

const LASTS_S = 12 * 3600;
/** How somebody signed in: by the one-time link of a start, or by the token. */
const ENTRANCES = ['link', 'token'] as const;
export type Entrance = (typeof ENTRANCES)[number];

interface SessionOptions {
  /** Sessions end when it changes. */
  readonly secret: string;
  /** Browsers keep and send the cookie over https alone. */
  readonly secure: boolean;
  readonly now: () => number;
}

/** Sessions as signed cookies; those that were ended are remembered until they expire anyway. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #name: string;
  readonly #attributes: string;
  /** Ended ones, with the second in which they would have expired. */
  readonly #ended = new Map<string, number>();

  constructor(options: SessionOptions) {
    this.#options = options;
    // The prefix keeps other hosts of the domain from planting a cookie of that name.
    this.#name = options.secure ? '__Host-request_desk_session' : 'request_desk_session';
    // Lax: a link in a ticket or an alert must find its reader signed in. Other sites change nothing.
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}`;
  }

  /** A new session as the value of `Set-Cookie`. */
  begin(entrance: Entrance): string {
    const expires = this.#nowS() + LASTS_S;
    const claim = `${entrance}.${expires}.${randomBytes(16).toString('hex')}`;
    return `${this.#name}=${claim}.${this.#signed(claim)}; Max-Age=${LASTS_S}; ${this.#attributes}`;
  }

  /** How the session of this `Cookie` header began, if there is one that goes on. */
  find(cookies: string | undefined): Entrance | undefined {
    return this.#claims(cookies)[0]?.entrance;
  }

  /** Ends the sessions of this `Cookie` header; returns the `Set-Cookie` that forgets them. */
  end(cookies: string | undefined): string {
    const nowS = this.#nowS();
    for (const [claim, expires] of this.#ended) if (expires < nowS) this.#ended.delete(claim);
    for (const { claim, expires } of this.#claims(cookies)) this.#ended.set(claim, expires);
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }

  #claims(cookies = '') {
    const found: { claim: string; entrance: Entrance; expires: number }[] = [];
    for (const part of cookies.split(';').slice(0, 100)) {
      const [name, value = ''] = part.trim().split('=', 2);
      const parts = /^(([a-z]{1,8})\.(\d{1,12})\.[0-9a-f]{32})\.([0-9a-f]{64})$/.exec(value);
      const [, claim = '', by, until, signature = ''] = parts ?? [];
      const entrance = ENTRANCES.find((one) => one === by);
      const expires = Number(until);
      if (name !== this.#name || entrance === undefined || expires < this.#nowS()) continue;
      if (!sameText(signature, this.#signed(claim)) || this.#ended.has(claim)) continue;
      found.push({ claim, entrance, expires });
    }
    return found;
  }

  #nowS(): number {
    return Math.trunc(this.#options.now() / 1000);
  }

  #signed(claim: string): string {
    return createHmac('sha256', this.#options.secret).update(`session ${claim}`).digest('hex');
  }
}
