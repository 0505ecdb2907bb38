import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Tells a client that waits with its body (`Expect: 100-continue`) to go on only when the request was
 * let in. A refusal before that closes the connection: whether the body still comes, nobody knows
 * (RFC 9110, section 10.1.1).
 */
export function continueLate(app: FastifyInstance): void {
  const waiting = new WeakMap<IncomingMessage, () => void>();
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const { shouldKeepAlive } = response;
    response.shouldKeepAlive = false;
    waiting.set(request, () => {
      if (response.headersSent) return;
      response.shouldKeepAlive = shouldKeepAlive;
      response.writeContinue();
    });
    app.server.emit('request', request, response);
  });
  app.addHook('preParsing', (request, _reply, _payload, next) => {
    const { raw } = request;
    if (raw.headers.expect !== undefined && !isTooLarge(request)) waiting.get(raw)?.();
    next();
  });
  ignoreOtherExpectations(app.server);
}

/** Then it is refused by its length alone, and need not be sent. */
function isTooLarge({ raw, routeOptions }: FastifyRequest): boolean {
  return Number(raw.headers['content-length']) > routeOptions.bodyLimit;
}

/** Node would refuse them without an id; they may be ignored, and the API sees the header. */
function ignoreOtherExpectations(server: Server): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
}
