import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance } from 'fastify';
import { FOR_ANYONE } from './route-access.ts';

/** Whether a process can do its work, and what it says of itself. */
export interface Readiness {
  readonly ready: boolean;
  readonly status: 'ok' | 'degraded' | 'starting' | 'draining' | 'unavailable';
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type Probe = () => Readiness | Promise<Readiness>;

/**
 * `GET /healthz` (the process runs: 200) and `GET /readyz` (it can do its work: 200, else 503 with
 * a `Retry-After`). The same on every listener.
 */
export async function healthRoutes(
  app: FastifyInstance,
  { probe }: { probe: Probe },
): Promise<void> {
  app.get('/healthz', FOR_ANYONE, (_request, reply) => {
    void reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
  app.get('/readyz', FOR_ANYONE, async (request, reply) => {
    const { ready, status, detail } = await probed(probe, (error) =>
      request.log.error({ err: error }, 'the readiness probe failed'),
    );
    reply.header('cache-control', 'no-store');
    if (!ready) reply.code(503).headers(retryAfter(1));
    return { status, ...detail };
  });
}

async function probed(probe: Probe, failed: (error: unknown) => void): Promise<Readiness> {
  try {
    return await probe();
  } catch (error) {
    failed(error);
    return { ready: false, status: 'unavailable' };
  }
}
