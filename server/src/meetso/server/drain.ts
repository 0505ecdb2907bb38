import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type FrontDoor, restarting } from './front-door.ts';
import type { OpenRequests } from './open-requests.ts';

/**
 * On `close()` new requests are refused while the open ones finish, on old and new connections; the
 * listener goes away afterwards. Whatever is still open after `withinMs`, such as a request whose body
 * does not come, is refused then.
 */
export function drainOnClose(
  app: FastifyInstance,
  door: FrontDoor,
  open: OpenRequests,
  withinMs: number,
): void {
  app.addHook('preClose', async () => {
    door.draining = true;
    const gone = new AbortController();
    const patience = pause(withinMs, undefined, { signal: gone.signal }).catch(() => undefined);
    await Promise.race([open.none(), patience]);
    gone.abort();
    for (const { reply } of [...open]) {
      if (!reply.sent && !reply.raw.headersSent) reply.send(restarting());
    }
    app.server.closeIdleConnections();
    setTimeout(() => app.server.closeAllConnections(), 1_000).unref();
  });
}
