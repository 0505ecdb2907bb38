import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { healthRoutes, type Probe } from '../http/health.ts';
import { answerLocalHosts } from '../http/local-hosts.ts';
import { serverOptions } from '../http/server-options.ts';
import { secureAnswers } from '../http/transport-headers.ts';
import { type MetricsOptions, metricsRoutes } from './metrics.ts';

interface HealthOptions extends MetricsOptions {
  readonly probe: Probe;
}

/** What machines ask a process for: its health, and its metrics; those without a token on loopback only. */
export async function registerHealth(app: FastifyInstance, options: HealthOptions): Promise<void> {
  const { probe, ...asked } = options;
  secureAnswers(app, false);
  await app.register(healthRoutes, { probe });
  await app.register(async (metrics) => {
    if (asked.token === undefined) answerLocalHosts(metrics);
    await metrics.register(metricsRoutes, asked);
  });
}

/** The listener of a process that answers nobody else, not listening yet. */
export async function healthListener(
  log: Logger,
  options: HealthOptions,
): Promise<FastifyInstance> {
  const app = Fastify(serverOptions({ log, trustProxy: false }));
  await registerHealth(app, options);
  return app;
}
