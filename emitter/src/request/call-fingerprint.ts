import { createHmac } from 'node:crypto';
import { UNREAD_CONTENT } from '@request-desk/shared/attributes';

/** A call as it came; none of it is recorded. */
export interface CallParts {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly hasBody: boolean;
  /** As it was parsed; undefined before that. */
  body?: unknown;
}

/** Distinguishes calls without storing what was sent: 16 hex digits each. */
export interface CallFingerprints {
  readonly callTarget: string;
  /** `unread` where there was a body that nobody had parsed when the answer was ready. */
  readonly callContent: string;
}

/** Longer content than this is not compared: it would have to be written out again. */
const MOST_CHARACTERS = 65_536;

/**
 * HMAC-SHA-256 with the installation's secret, cut to 64 bits, over the canonical form that
 * docs/event.md states: equal for equal calls, and readable for nobody.
 */
export class CallFingerprinter {
  readonly #secret: string;
  readonly #emptyContent: string;

  constructor(secret: string) {
    this.#secret = secret;
    this.#emptyContent = this.#mac('content\n\n');
  }

  of({ method, url, hasBody, body }: CallParts): CallFingerprints {
    const hash = url.indexOf('#');
    const whole = hash < 0 ? url : url.substring(0, hash);
    const mark = whole.indexOf('?');
    const [path, query] =
      mark < 0 ? [whole, ''] : [whole.substring(0, mark), whole.substring(mark + 1)];
    return {
      callTarget: this.#mac(`target\n${method}\n${canonicalPath(path)}`),
      callContent: this.#content(query, hasBody, body),
    };
  }

  #content(query: string, hasBody: boolean, body: unknown): string {
    if (hasBody && body === undefined) return UNREAD_CONTENT;
    if (!hasBody && query === '') return this.#emptyContent;
    const text = hasBody ? bodyText(body) : '';
    return text === undefined
      ? UNREAD_CONTENT
      : this.#mac(`content\n${canonicalQuery(query)}\n${text}`);
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').substring(0, 16);
  }
}

/** Escapes of characters that need none are undone, and the others are in capitals (RFC 3986, 6.2.2). */
function canonicalPath(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}/g, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.substring(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase();
  });
}

/** Pairs in the order of their names; those of one name stay in theirs. */
function canonicalQuery(query: string): string {
  const pairs = new URLSearchParams(query);
  pairs.sort();
  return pairs.toString();
}

/** JSON without spaces, names in the order of their code units; of bytes and text what they are. */
function bodyText(body: unknown): string | undefined {
  if (typeof body === 'string') return body.length > MOST_CHARACTERS ? undefined : `text:${body}`;
  if (body instanceof Uint8Array)
    return body.length > MOST_CHARACTERS ? undefined : `bytes:${Buffer.from(body).toString('hex')}`;
  const written = new CanonicalJson();
  try {
    written.write(body, 0);
    return `json:${written.text}`;
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

class TooLong extends Error {}

const DEEPEST = 200;

class CanonicalJson {
  text = '';

  write(value: unknown, depth: number): void {
    if (this.text.length > MOST_CHARACTERS || depth > DEEPEST) throw new TooLong();
    if (Array.isArray(value)) this.#array(value, depth);
    else if (hasToJson(value)) this.write(value.toJSON(), depth + 1);
    else if (typeof value === 'object' && value !== null) this.#object(value, depth);
    else this.text += JSON.stringify(value) ?? 'null';
  }

  #array(values: readonly unknown[], depth: number): void {
    this.text += '[';
    for (const value of values) {
      this.write(value, depth + 1);
      this.text += ',';
    }
    this.text += ']';
  }

  #object(value: object, depth: number): void {
    this.text += '{';
    for (const [name, member] of Object.entries(value).sort(byName)) {
      this.text += `${JSON.stringify(name)}:`;
      this.write(member, depth + 1);
      this.text += ',';
    }
    this.text += '}';
  }
}

/** As JSON.stringify does: a parsed body may stand in a wrapper that says what it holds. */
function hasToJson(value: unknown): value is { toJSON(): unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toJSON' in value &&
    typeof value.toJSON === 'function'
  );
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
