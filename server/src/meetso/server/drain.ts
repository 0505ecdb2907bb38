import { Server } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type Admission, restarting } from './admission.ts';
import type { OpenRequests } from './open-requests.ts';

/** For so long requests may be on their way, on connections that are already accepted. */
const ON_THEIR_WAY_MS = 100;

/**
 * On `close()` new requests are refused while the open ones finish, on old and new connections; the
 * listener goes away afterwards, and requests that were on their way by then are refused, too. Behind a
 * balancer the listener goes first and what was on its way is answered: a balancer that was not informed
 * gives a connection that is refused, on which nothing was sent, to another process. Whatever
 * is still open after `withinMs`, such as a request whose body does not come, is refused then.
 */
export function drainOnClose(
  app: FastifyInstance,
  admission: Admission,
  open: OpenRequests,
  { withinMs, balanced }: { readonly withinMs: number; readonly balanced: boolean },
): void {
  app.addHook('preClose', async () => {
    if (balanced) await leave(app);
    admission.draining = true;
    const gone = new AbortController();
    const patience = pause(withinMs, undefined, { signal: gone.signal }).catch(() => undefined);
    await Promise.race([open.none(), patience]);
    if (!balanced) await leave(app);
    await Promise.race([open.none(), patience]);
    gone.abort();
    for (const { reply } of [...open]) {
      if (!reply.sent && !reply.raw.headersSent) reply.send(restarting());
    }
    app.server.closeIdleConnections();
    setTimeout(() => app.server.closeAllConnections(), 1_000).unref();
  });
}

/** Accepts nothing any more; resolves when what was on its way has arrived. */
async function leave(app: FastifyInstance): Promise<void> {
  // Right after the loop accepted what waited, in a turn of its own: the kernel resets what it did not.
  // Only the listener goes: an HTTP server would cut off connections with a request on its way.
  await turn();
  await turn();
  Server.prototype.close.call(app.server);
  if (await connections(app)) await pause(ON_THEIR_WAY_MS);
  // A loop that is late runs timers before it reads.
  await turn();
  await turn();
}

function connections(app: FastifyInstance): Promise<number> {
  return new Promise((tell) => app.server.getConnections((_error, count) => tell(count ?? 0)));
}
