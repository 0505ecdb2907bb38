import type { OpenRequests } from './open-requests.ts';

const CHECK_EVERY_MS = 500;

/** Thrown for a request whose handler never came back. */
class HandlerStalled extends Error {
  constructor(afterMs: number) {
    super(`no answer was ready after ${afterMs} ms`);
    this.name = 'HandlerStalled';
  }
}

/** Answers requests that wait for something that does not come. Returns how to stop. */
export function answerStalled(
  open: OpenRequests,
  afterMs: number,
  steady: () => number,
): () => void {
  const timer = setInterval(() => {
    for (const { request, reply, since } of open) {
      if (steady() - since < afterMs || !request.raw.complete) continue;
      if (!reply.sent && !reply.raw.headersSent) reply.send(new HandlerStalled(afterMs));
    }
  }, CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
