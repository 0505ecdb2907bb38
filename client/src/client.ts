import { MeetsoError } from './meetso-error.ts';
import type { Answer, Init, MethodOf, Path } from './types.ts';

export { MeetsoError } from './meetso-error.ts';

export interface ClientOptions {
  /** Such as `https://api.meetso.example`. */
  readonly url: string;
  readonly key: string;
  /** Attempts of one call in all; 4. */
  readonly attempts?: number;
  /** One attempt may take so long, in milliseconds; 30 seconds. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
  readonly fetch?: typeof fetch;
  /** Waits for milliseconds; may reject once the signal of the call is aborted. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

type Call = { path?: object; query?: object; body?: unknown; idempotencyKey?: string } & {
  signal?: AbortSignal;
};

/** Calls of the Meetso API. What may be repeated is repeated; all else throws a MeetsoError. */
export class MeetsoClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** One call, such as `call('get', '/public/v1/meetings/{id}', { path: { id } })`. */
  async call<P extends Path, const M extends MethodOf<P>>(
    method: M,
    path: P,
    init: Init<P, M>,
  ): Promise<Answer<P, M>> {
    const { fetch: send = fetch, attempts = 4, timeoutMs = 30_000, wait = sleep } = this.#options;
    const { signal } = init as Call;
    const [url, request] = this.#request(method, path, init as Call);
    for (let attempt = 1; ; attempt++) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const limit = signal ? AbortSignal.any([signal, timeout]) : timeout;
      let failure: unknown;
      try {
        const response = await send(url, { ...request, signal: limit });
        const text = await response.text();
        const read = response.ok ? jsonOf(text) : undefined;
        if (read) return read.value as Answer<P, M>;
        failure = new MeetsoError(response, text);
      } catch (error) {
        failure = error;
      }
      // It is gone: an attempt before this one has done it, and its answer was lost.
      if (method === 'delete' && attempt > 1 && isGone(failure)) return undefined as Answer<P, M>;
      if (attempt >= attempts || signal?.aborted || !canHelp(failure)) throw failure;
      const asked = failure instanceof MeetsoError ? failure.retryAfter : undefined;
      const backoff = 2 ** (attempt - 1) * 1_000;
      // Jitter only ever adds: who comes before Retry-After is over is refused again.
      const ms = (asked === undefined ? backoff / 2 : asked * 1_000) + Math.random() * 500;
      await wait(ms, signal);
    }
  }

  #request(method: string, path: string, { path: parts = {}, query = {}, ...rest }: Call) {
    const { url, key, userAgent } = this.#options;
    const filled = Object.entries(parts).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
      path,
    );
    const at = new URL(filled, url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) at.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (userAgent !== undefined) headers['user-agent'] = userAgent;
    // The same for all attempts: what one of them created is not created again.
    if (method === 'post') headers['idempotency-key'] = rest.idempotencyKey ?? crypto.randomUUID();
    if (rest.body === undefined) return [at, { method: method.toUpperCase(), headers }] as const;
    headers['content-type'] = 'application/json';
    const body = JSON.stringify(rest.body);
    return [at, { method: method.toUpperCase(), headers, body }] as const;
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Undefined for what is no JSON, such as a page that a proxy puts in the place of an answer. */
function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Every call here may be repeated, as POST has its key: so it is asked only whether that can help. */
function canHelp(failure: unknown): boolean {
  if (!(failure instanceof MeetsoError)) return true;
  return failure.status === 429 || failure.status < 400 || failure.status >= 500;
}

function isGone(failure: unknown): boolean {
  return failure instanceof MeetsoError && failure.code === 'not_found';
}
