import type { FastifyInstance } from 'fastify';
import { isLoopback } from './loopback.ts';

/** Whether a `Host` header names this machine; a page with DNS rebinding still says its own name. */
export function isLocalHost(host: string | undefined): boolean {
  if (host === undefined || host === '') return true;
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name.toLowerCase());
}

/** Refuses other hosts on what a listener answers without a token, such as `/metrics`. */
export function answerLocalHosts(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, next) => {
    if (isLocalHost(request.headers.host)) next();
    else
      void reply.code(403).type('text/plain').send('without INGEST_TOKEN, ask localhost by name\n');
  });
}
