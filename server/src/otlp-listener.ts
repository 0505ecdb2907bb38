import Fastify, { type FastifyInstance } from 'fastify';
import type { Alerts } from './alerts/alerts.ts';
import { registerHealth } from './alerts/health-listener.ts';
import { IngestTokens } from './database/senders/ingest-tokens.ts';
import { MadeSenders } from './database/senders/made-senders.ts';
import { serverOptions } from './http/server-options.ts';
import { clockRoute } from './ingest/clock-route.ts';
import { IngestCounts } from './ingest/ingest-counts.ts';
import { answerOtherProtocols } from './ingest/not-otlp.ts';
import { ingestRoutes } from './ingest/routes.ts';
import type { RoleOptions } from './roles.ts';

/** The listener that receives telemetry, not listening yet. */
export async function otlpListener(
  { config, engines, probe, stack }: RoleOptions,
  alerts: Alerts,
): Promise<FastifyInstance> {
  const { spool, log, watermark, origin, time, database } = engines;
  if (spool === undefined) throw new Error('the ingest role needs a spool');
  const app = Fastify({
    ...serverOptions({ log, trustProxy: config.trustProxy }),
    clientErrorHandler: answerOtherProtocols,
  });
  const counts = new IngestCounts();
  await registerHealth(app, {
    probe,
    alerts,
    watermark,
    token: config.tokens.ingest,
    pipeline: () => spool.state(),
    ingest: () => counts.read(),
  });
  const made = await MadeSenders.open({ store: new IngestTokens(database), log, now: Date.now });
  stack.defer(() => made.close());
  const tokens = { ...config.tokens, made };
  await app.register(clockRoute, { tokens, clock: time.reference });
  await app.register(ingestRoutes, {
    spool,
    tokens,
    origin,
    counts,
    quotaMib: config.ingestQuotaMib,
    corsOrigins: config.otlp.corsOrigins,
  });
  return app;
}
