import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import { CLOCK_PATH, type ClockReading } from '@request-desk/shared/receiver-clock';
import type { FastifyInstance } from 'fastify';
import { type IngestTokenLookup, needsToken, senderOf } from './credentials.ts';
import { checkHost } from './host-check.ts';
import { IngestError } from './ingest-error.ts';

export interface ClockRouteOptions {
  readonly tokens: IngestTokenLookup;
  readonly clock: Pick<ReferenceClock, 'lower' | 'upper'>;
}

/**
 * Gives senders the reference clock, so that what they say of their answers stands on the same one
 * on which staff ask; without it `MAX_CLOCK_SKEW` is taken off.
 */
export async function clockRoute(
  app: FastifyInstance,
  { tokens, clock }: ClockRouteOptions,
): Promise<void> {
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof IngestError)) throw error;
    return reply.code(error.status).send({ code: error.code, message: error.message });
  });
  app.get(CLOCK_PATH, async (request, reply): Promise<ClockReading> => {
    const sender = await senderOf(request.headers.authorization, tokens);
    if (!sender.own && !needsToken(tokens)) checkHost(request.headers.host);
    void reply.header('cache-control', 'no-store');
    return { lower_ms: clock.lower(), upper_ms: clock.upper() };
  });
}
