/** A server that has not answered for so long is asked whether it is there at all. */
const LOOK_AFTER_MS = 1_000;
const ALIVE_WITHIN_MS = 1_500;

/**
 * Runs `work`, and ends it by its signal when the server at `url` stops answering (within 2.5 s), or
 * after `longestMs` in any case: a slow answer is waited for, a hanging server is not.
 */
export async function stay<T>(
  url: string,
  longestMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const end = performance.now() + longestMs;
  let timer: NodeJS.Timeout;
  const look = async () => {
    const alive = performance.now() < end && (await answers(url));
    if (!alive) abort.abort(new Error('the server stopped answering'));
    else if (!abort.signal.aborted) timer = setTimeout(look, LOOK_AFTER_MS);
  };
  timer = setTimeout(look, LOOK_AFTER_MS);
  try {
    return await raced(work(abort.signal), abort.signal);
  } finally {
    clearTimeout(timer);
    if (!abort.signal.aborted) abort.abort();
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

/** Any answer will do, also a refusal. On a connection of its own: others may all be waiting. */
async function answers(url: string): Promise<boolean> {
  const target = new URL('/ping', url);
  target.username = target.password = '';
  const signal = AbortSignal.timeout(ALIVE_WITHIN_MS);
  try {
    const answer = await fetch(target, { signal });
    // Its head was an answer. The time may be over before the rest comes: nobody else would catch that.
    await answer.arrayBuffer().catch(() => undefined);
    return true;
  } catch {
    return false;
  }
}
