import type { LookupAddress } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { HOUR_MS } from '@request-desk/shared/durations';
import { retryAfterMs } from '@request-desk/shared/retry';
import { systemCode } from '@request-desk/shared/system-code';
import { DeliveryFault } from './delivery-fault.ts';
import type { SendLimits } from './notifier.ts';
import { PrivateAddress, publicAddressOf } from './public-address.ts';

const MAX_ANSWER_BYTES = 65_536;
const MAX_RETRY_AFTER_MS = HOUR_MS;

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Posts JSON and returns the 2xx status. Redirects are not followed, private addresses are refused
 * unless allowed. Throws DeliveryFault for everything else.
 */
export async function postJson(
  post: Post,
  { allowPrivate, timeoutMs }: SendLimits,
): Promise<number> {
  const url = new URL(post.url);
  const pinned = allowPrivate ? undefined : await publicOrFault(url.hostname);
  const { status, retryAfter } = await send(url, post, pinned, timeoutMs);
  if (status >= 200 && status < 300) return status;
  throw new DeliveryFault(`the channel answered ${status}`, {
    status,
    retryable: status === 408 || status === 425 || status === 429 || status >= 500,
    retryAfterMs: Math.min(MAX_RETRY_AFTER_MS, retryAfterMs(retryAfter, Date.now())),
  });
}

async function publicOrFault(hostname: string) {
  try {
    return await publicAddressOf(hostname);
  } catch (error) {
    if (error instanceof PrivateAddress)
      throw new DeliveryFault(error.message, { retryable: false });
    throw new DeliveryFault('the name of the host cannot be resolved');
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function send(
  url: URL,
  post: Post,
  pinned: LookupAddress | undefined,
  timeoutMs: number,
): Promise<Answer> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(post.body),
        'user-agent': 'request-desk',
        ...post.headers,
      },
      ...(pinned ? { lookup: pinnedLookup(pinned) } : {}),
    });
    outgoing.on('error', (error) => reject(faultOf(error, timeoutMs)));
    // Node ends an answer that changes the protocol (101) without an error.
    outgoing.on('close', () =>
      reject(new DeliveryFault('the connection closed without an answer')),
    );
    outgoing.on('response', (response) => {
      // The status is the answer: a body that never ends must not make a taken message sent again.
      const { statusCode = 0, headers } = response;
      resolve({ status: statusCode, retryAfter: headers['retry-after'] });
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) response.destroy();
      });
      response.on('error', () => undefined);
    });
    outgoing.end(post.body);
  });
}

function pinnedLookup({ address, family }: LookupAddress): LookupFunction {
  return (_host, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
}

function faultOf(error: Error, timeoutMs: number): DeliveryFault {
  const code = systemCode(error) ?? '';
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ABORT_ERR')
    return new DeliveryFault(`no answer within ${timeoutMs / 1000} s`);
  return new DeliveryFault(`the connection failed (${code || error.name})`);
}
