import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { bearerTokenOf } from '../http/bearer-token.ts';
import { FOR_ANYONE, needs } from '../http/route-access.ts';
import { ConsoleError } from './console-error.ts';
import { contentPolicy } from './guard/security-headers.ts';
import { done, route } from './route.ts';
import { sidebarCookie } from './sessions/sidebar-cookie.ts';
import { NOT_BUILT } from './static-files.ts';

/**
 * The page for the frame of a help desk, and the only one that `ancestors` (CSP sources) may frame; none:
 * nobody may. It holds no data: a frame of another site gets no session's cookie, so it asks who it is for.
 */
export function sidebarPage(
  app: FastifyInstance,
  directory: string,
  ancestors: readonly string[],
): void {
  const page = join(directory, 'sidebar.html');
  app.get('/sidebar', FOR_ANYONE, async (_request, reply) => {
    reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentPolicy({ ancestors }))
      // What stands in the address is the customer's text.
      .header('referrer-policy', 'no-referrer');
    // It knows no list, and the policy above says it all.
    if (ancestors.length > 0) reply.removeHeader('x-frame-options');
    if (existsSync(page))
      return reply.type('text/html; charset=utf-8').send(readFileSync(page, 'utf8'));
    return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  });

  // The token comes as the bearer token of this call; from then on the frame's own cookie carries it.
  route(app, 'POST /sidebar/token', {
    access: needs('support', 'desk:read'),
    summary: 'Keep a personal token in a cookie of the frame',
    answers: done('It is kept'),
    async handle({ headers, staff }, reply) {
      const token = bearerTokenOf(headers.authorization);
      if (staff.tokenId === undefined || token === undefined)
        throw new ConsoleError('not_allowed', 'Only a personal token is kept for a frame.');
      reply.header('set-cookie', sidebarCookie(token));
    },
  });
}
