/** The program that called, as far as its user agent says. */
export interface ClientName {
  readonly client?: string;
  readonly clientVersion?: string;
}

const MAX_KNOWN = 500;
const known = new Map<string, ClientName>();
const PRODUCT = /^[!-~]{0,512}/;
const NAMED = /(?:^|[\s(])([A-Za-z][\w.-]{0,39})\/v?([0-9][\w.+-]{0,19})/g;

/**
 * Name and version of the SDK or HTTP client. One of our own SDKs counts wherever it stands, else
 * the first product; a browser is just `browser`, because its first product says nothing.
 */
export function clientName(userAgent: string | undefined): ClientName {
  if (!userAgent) return {};
  let name = known.get(userAgent);
  if (name === undefined) {
    name = readName(userAgent);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(userAgent, name);
  }
  return name;
}

function readName(userAgent: string): ClientName {
  const products = [...userAgent.slice(0, 512).matchAll(NAMED)];
  const chosen = products.find((product) => product[1]?.startsWith('meetso-')) ?? products[0];
  const [name, version] = [chosen?.[1], chosen?.[2]];
  if (name === 'Mozilla') return { client: 'browser' };
  if (name && version) return { client: name, clientVersion: version };
  const bare = PRODUCT.exec(userAgent)?.[0];
  return bare && /^[\w.-]{1,40}$/.test(bare) ? { client: bare } : {};
}
