import type { FastifyInstance, FastifyRequest } from 'fastify';

/** For what is served over https; a proxy on the way may still answer http. */
export const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' } as const;

/**
 * On every answer of a listener: its type is what it says, and who came by https stays there. `https`
 * says so of a listener behind a proxy, whatever the proxy forwards.
 */
export function secureAnswers(app: FastifyInstance, https: boolean): void {
  app.addHook('onRequest', (request, reply, next) => {
    reply.header('x-content-type-options', 'nosniff');
    if (https || isSecure(request)) reply.headers(STRICT_TRANSPORT);
    next();
  });
}

function isSecure({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}
