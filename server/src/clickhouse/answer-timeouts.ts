import { stallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { basicAuth } from './post-insert.ts';

/** How long an answer of the server is waited for; all in milliseconds. */
export interface AnswerTimeouts {
  /** In any case. */
  readonly longestMs: number;
  /** A server that has not answered for so long is asked whether it answers anything. */
  readonly probeAfterMs: number;
  /** It hangs when it does not answer that within this. */
  readonly probeWithinMs: number;
}

/** By kind of statement. */
export const answerTimeouts = {
  /** Longer than any query of ours should take. A server that hangs is noticed within 6 s. */
  query: { longestMs: 22_000, probeAfterMs: 1_000, probeWithinMs: 5_000 },
  /** For who asks about one request: a server that hangs is noticed within 2.5 s. */
  prompt: { longestMs: 8_000, probeAfterMs: 500, probeWithinMs: 2_000 },
  /** A busy server is not to begin again what it is about to finish. */
  insert: { longestMs: MINUTE_MS, probeAfterMs: 5_000, probeWithinMs: 10_000 },
} as const satisfies Record<string, AnswerTimeouts>;

/** The work is done: a probe that still runs need not go on. */
const ENDED = new Error('the statement has ended');

/**
 * Runs `work`, and ends it by its signal when the server at `url` answers nothing any more, or after
 * `longestMs` in any case: a slow answer is waited for, a hanging server is not.
 */
export async function withAnswerTimeouts<T>(
  url: string,
  { longestMs, probeAfterMs, probeWithinMs }: AnswerTimeouts,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const hangs = () => abort.abort(new Error('the server stopped answering'));
  let stopProbing: () => void;
  const probe = async () => {
    if (!(await answers(url, probeWithinMs, abort.signal))) hangs();
    else if (!abort.signal.aborted) stopProbing = stallTolerantTimeout(probeAfterMs, probe);
  };
  stopProbing = stallTolerantTimeout(probeAfterMs, probe);
  const stopWaiting = stallTolerantTimeout(longestMs, hangs);
  try {
    return await raced(work(abort.signal), abort.signal);
  } finally {
    stopProbing();
    stopWaiting();
    // A reason of its own: without one each statement would make an error with its stack.
    if (!abort.signal.aborted) abort.abort(ENDED);
  }
}

/** Rejects with the signal's reason as soon as it is given, whatever `work` makes of it. */
async function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const ended = () => reject(signal.reason);
  signal.addEventListener('abort', ended, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', ended);
  }
}

/**
 * The smallest query, because a server may answer its `/ping` and no query. Any answer will do, also
 * a refusal. On a connection of its own: others may all be waiting.
 */
async function answers(url: string, withinMs: number, ended: AbortSignal): Promise<boolean> {
  const target = new URL('/?query=SELECT%201', url);
  const headers = basicAuth(new URL(url));
  const late = new AbortController();
  const cancel = stallTolerantTimeout(withinMs, () => late.abort());
  const signal = AbortSignal.any([late.signal, ended]);
  try {
    const answer = await fetch(target, { headers, signal });
    // Its head was an answer. The time may be over before the rest comes: nobody else would catch that.
    await answer.arrayBuffer().catch(() => undefined);
    return true;
  } catch {
    return ended.aborted;
  } finally {
    cancel();
  }
}
