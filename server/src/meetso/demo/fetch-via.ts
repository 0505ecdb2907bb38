import type { Call, HttpAnswer } from './http-client.ts';

/** Sends a call; undefined when no answer came. */
export type Send = (call: Call) => Promise<HttpAnswer | undefined>;

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
/** A body of their own is what these may not have. */
const EMPTY = [204, 304];

/** `fetch` for a client of the API, over the demo's own connections, from an address of its own. */
export function fetchVia(send: Send, from: string): typeof fetch {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(String(url));
    const method = METHODS.find((one) => one === init.method) ?? 'GET';
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === 'string' ? { body: init.body } : {};
    const answer = await send({ method, path: pathname + search, headers, from, ...body });
    if (answer === undefined) throw new TypeError('no answer');
    const { status, requestId, retryAfterS } = answer;
    return new Response(EMPTY.includes(status) ? null : JSON.stringify(answer.body ?? ''), {
      status,
      headers: {
        ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
        ...(retryAfterS > 0 ? { 'retry-after': String(retryAfterS) } : {}),
      },
    });
  };
}
