import { scrubLine } from '../redaction/scrub.ts';

/** The program that called, as far as its user agent says. */
export interface ClientName {
  /** The products of the user agent with their versions; what else it says is not written down. */
  readonly userAgent?: string;
  readonly client?: string;
  readonly clientVersion?: string;
}

const MAX_KNOWN = 500;
/** A longer user agent is cut. */
const MOST_CHARACTERS = 512;
const PRODUCT = /^[!-~]{0,512}/;
const NAMED = /(?:^|[\s(])([A-Za-z][\w.-]{0,39})\/v?([0-9][\w.+-]{0,19})/g;

/** Reads names and versions of SDKs and HTTP clients from user agents. */
export class ClientNames {
  readonly #ownSdk: string;
  readonly #known = new Map<string, ClientName>();

  /** The API's own SDKs are called like its service: `charges-node` calls the `charges-api`. */
  constructor(service: string) {
    this.#ownSdk = `${service.split(/[-_.]/)[0]}-`;
  }

  /**
   * One of the API's own SDKs counts wherever it stands, else the first product; a browser is just
   * `browser`, because its first product says nothing.
   */
  of(userAgent: string | undefined): ClientName {
    if (!userAgent) return {};
    const sent = userAgent.slice(0, MOST_CHARACTERS);
    let name = this.#known.get(sent);
    if (name === undefined) {
      name = this.#read(scrubLine(sent, MOST_CHARACTERS));
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      this.#known.set(sent, name);
    }
    return name;
  }

  #read(userAgent: string): ClientName {
    const products = [...userAgent.matchAll(NAMED)];
    const own = products.find((product) => product[1]?.startsWith(this.#ownSdk));
    const chosen = own ?? products[0];
    const [name, version] = [chosen?.[1], chosen?.[2]];
    const named = { userAgent: products.map(([, a, b]) => `${a}/${b}`).join(' ') };
    if (name === 'Mozilla') return { ...named, client: 'browser' };
    if (name && version) return { ...named, client: name, clientVersion: version };
    const bare = PRODUCT.exec(userAgent)?.[0];
    return bare && /^[\w.-]{1,40}$/.test(bare) ? { userAgent: bare, client: bare } : {};
  }
}
