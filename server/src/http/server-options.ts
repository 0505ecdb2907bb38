import type { Server } from 'node:http';
import { type FastifyBaseLogger, type FastifyHttpOptions, LogController } from 'fastify';
import type { Logger } from 'pino';

/** Longer than the idle time of any proxy in front, so that the proxy closes first. */
const KEEP_ALIVE_MS = 72_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const CHECK_EVERY_MS = 1_000;
const HEADER_BYTES = 16 * 1024;
const BODY_BYTES = 64 * 1024;

/**
 * The Fastify options of every listener, in the process and in tests. A client gets 10 s to send its
 * headers and 30 s for the whole request; a handler may take as long as it needs.
 */
export function serverOptions({
  log,
  trustProxy,
}: {
  log: Logger;
  trustProxy: boolean;
}): FastifyHttpOptions<Server> {
  return {
    loggerInstance: log as FastifyBaseLogger,
    // Telemetry writes the one line of a request, and its mixin adds the ids to all others.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    // One hop: what a client writes into X-Forwarded-For itself is not believed.
    trustProxy: trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    // What arrives while the listener closes is a request like any other: Fastify's 503 is in nobody's form.
    return503OnClosing: false,
    bodyLimit: BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    routerOptions: { maxParamLength: HEADER_BYTES },
    http: {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      maxHeaderSize: HEADER_BYTES,
      // Node would answer on its own, without an id; each listener checks the header itself.
      requireHostHeader: false,
    },
  };
}
