import type { OpenRequests } from './open-requests.ts';

const CHECK_EVERY_MS = 1_000;
const PATIENCE_MS = 15_000;

/** Thrown for a request whose handler never came back. */
class HandlerStalled extends Error {
  constructor() {
    super(`no answer was ready ${PATIENCE_MS / 1000} s after the request was complete`);
    this.name = 'HandlerStalled';
  }
}

/** Answers requests that wait for something that does not come. Returns how to stop. */
export function answerStalled(open: OpenRequests, steady: () => number): () => void {
  const timer = setInterval(() => {
    for (const { request, reply, since } of open) {
      if (steady() - since < PATIENCE_MS || !request.raw.complete) continue;
      if (!reply.sent && !reply.raw.headersSent) reply.send(new HandlerStalled());
    }
  }, CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
