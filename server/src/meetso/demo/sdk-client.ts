import { meetingIdsOf, nextCursorOf } from './answers.ts';
import { bearer, MEETINGS, newMeetingBody, oneOf } from './calls.ts';
import type { DemoKey } from './demo-data.ts';
import type { Answer, Call } from './http-client.ts';

const RANGES = ['24h', '7d', '30d', '90d', 'all'] as const;
const BACKOFF_MS = [1000, 2000, 4000];

/** The client of one key, written as a good SDK would be: it pages, waits and retries. */
export interface SdkClient {
  /** The next call, or undefined while the client waits. */
  next(at: number): Call | undefined;
  /** Takes in the answer to `call`. */
  learn(call: Call, answer: Answer, at: number): void;
}

interface Client {
  readonly key: DemoKey;
  readonly userAgent: string;
  readonly from: string;
  /** Meeting ids known from the start. */
  readonly meetingIds: readonly string[];
  readonly random: () => number;
}

/** Honours Retry-After, and retries a failure of ours after 1, 2 and 4 seconds. */
export function createSdkClient(client: Client): SdkClient {
  const { key, random } = client;
  const headers = bearer(key.secret, client.userAgent);
  const writes = key.scopes.includes('meetings:write');
  let known = [...client.meetingIds];
  let cursor: { readonly value: string; readonly query: string } | undefined;
  let waitUntil = 0;
  let retry: { readonly call: Call; readonly attempt: number } | undefined;

  function fresh(at: number): Call {
    const id = known.length > 0 ? oneOf(known, random) : undefined;
    const dice = random();
    if (cursor && dice < 0.35) {
      return get(`${MEETINGS}?${cursor.query}&cursor=${encodeURIComponent(cursor.value)}`);
    }
    if (writes && dice > 0.97) {
      const body = newMeetingBody(at, random);
      return { method: 'POST', path: MEETINGS, headers: { ...headers, ...JSON_TYPE }, body, from };
    }
    if (id !== undefined && dice > 0.55) return get(`${MEETINGS}/${id}`);
    return get(
      `${MEETINGS}?limit=${oneOf([10, 20, 50], random)}&time_range=${oneOf(RANGES, random)}`,
    );
  }

  const from = client.from;
  const get = (path: string): Call => ({ method: 'GET', path, headers, from });

  return {
    next(at) {
      if (at < waitUntil) return undefined;
      return retry?.call ?? fresh(at);
    },
    learn(call, answer, at) {
      if (answer.status === 429) {
        waitUntil = at + Math.max(1, answer.retryAfterS) * 1000;
      } else if (answer.status >= 500) {
        const attempt = retry?.call === call ? retry.attempt + 1 : 0;
        const wait = BACKOFF_MS[attempt];
        retry = wait === undefined ? undefined : { call, attempt };
        waitUntil = at + (wait ?? 30_000);
      } else {
        if (retry?.call === call) retry = undefined;
        const ids = meetingIdsOf(answer.body);
        if (ids.length > 0) known = ids;
        cursor = cursorAfter(call, answer);
      }
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The next page of a list call that has one. */
function cursorAfter(call: Call, answer: Answer) {
  const value = nextCursorOf(answer.body);
  const query = call.path.split('?')[1]?.replace(/&cursor=.*/, '');
  return value && query ? { value, query } : undefined;
}
