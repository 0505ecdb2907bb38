import type { Alert } from '@request-desk/shared/support-api';
import type { FastifyInstance } from 'fastify';
import type { Alerts } from './alerts.ts';

/** Alerts in the console's API. */
export async function alertRoutes(
  app: FastifyInstance,
  { alerts }: { readonly alerts: Alerts },
): Promise<void> {
  app.get('/alerts', async (): Promise<{ items: Alert[] }> => ({ items: await alerts.list() }));
}
