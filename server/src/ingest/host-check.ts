import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../http/loopback.ts';
import { GRPC } from './answers.ts';
import { Refusal } from './refusal.ts';

/**
 * Without a token only this machine may send, and a page in its browser is not this machine: one
 * that has its own name point here (DNS rebinding) still says that name as Host. Throws Refusal.
 */
export function checkHost(host: string | undefined): void {
  if (!isLocal(host)) {
    throw new Refusal(
      403,
      GRPC.permissionDenied,
      'without INGEST_TOKEN, send to localhost by name',
    );
  }
}

/** The same for whatever else the listener answers without a token, such as `/metrics`. */
export function answerLocalHosts(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, next) => {
    if (isLocal(request.headers.host)) next();
    else
      void reply.code(403).type('text/plain').send('without INGEST_TOKEN, ask localhost by name\n');
  });
}

function isLocal(host: string | undefined): boolean {
  if (host === undefined || host === '') return true;
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name.toLowerCase());
}
