import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * On every answer of a listener: its type is what it says, and who came by https stays there. `https`
 * says so of a listener behind a proxy, whatever the proxy forwards.
 */
export function secureAnswers(app: FastifyInstance, https: boolean): void {
  app.addHook('onRequest', (request, reply, next) => {
    reply.header('x-content-type-options', 'nosniff');
    if (https || isSecure(request)) reply.header('strict-transport-security', 'max-age=31536000');
    next();
  });
}

function isSecure({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}
