const MOST_PARTS = 100;
const MOST_VALUES = 4;

interface CookieKind {
  readonly secure: boolean;
  readonly shape: RegExp;
  /** Lax unless said otherwise. */
  readonly sameSite?: 'Lax' | 'None; Partitioned';
}

/** A cookie that only our own pages' calls carry and no script can read. */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: string;
  readonly #shape: RegExp;

  /** `secure`: browsers keep and send it over https alone. Values have the `shape`. */
  constructor(name: string, { secure, shape, sameSite = 'Lax' }: CookieKind) {
    // The prefix keeps other hosts of the domain from planting a cookie of that name.
    this.#name = secure ? `__Host-${name}` : name;
    // Lax: a link in a ticket or an alert must find its reader signed in. Other sites change nothing.
    this.#attributes = `Path=/; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`;
    this.#shape = shape;
  }

  /** The well-formed values in a `Cookie` header; browsers may send several of one name. */
  valuesIn(header: string | undefined): string[] {
    const found: string[] = [];
    for (const part of (header ?? '').split(';').slice(0, MOST_PARTS)) {
      const [name, value = ''] = part.trim().split('=', 2);
      if (name === this.#name && this.#shape.test(value)) found.push(value);
    }
    return found.slice(0, MOST_VALUES);
  }

  /** As the value of `Set-Cookie`. */
  set(value: string, lastsMs: number): string {
    return `${this.#name}=${value}; Max-Age=${Math.floor(lastsMs / 1000)}; ${this.#attributes}`;
  }

  /** The `Set-Cookie` that makes the browser forget it. */
  forget(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }
}
