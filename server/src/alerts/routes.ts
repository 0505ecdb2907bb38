import { type Alert, alertList } from '@request-desk/shared/alerts-api';
import type { FastifyInstance } from 'fastify';
import { ok, route } from '../console/route.ts';
import { needs } from '../http/route-access.ts';
import type { Alerts } from './alerts.ts';
import { channelRoutes } from './channels/routes.ts';
import { escalationRoutes } from './escalation/routes.ts';
import { noteRoutes } from './incidents/notes.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { maintenanceRoutes } from './maintenance/routes.ts';
import { objectiveRoutes } from './objectives/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { silenceRoutes } from './silences/routes.ts';

/** Alerts in the console's API. */
export async function alertRoutes(
  app: FastifyInstance,
  { alerts }: { readonly alerts: Alerts },
): Promise<void> {
  route(app, 'GET /alerts', {
    access: needs('support', 'alerts:read'),
    summary: 'Firing and recent alerts',
    answers: ok('AlertList', alertList),
    handle: async (): Promise<{ items: Alert[] }> => ({ items: await alerts.list() }),
  });
  await incidentRoutes(app, alerts.parts);
  await noteRoutes(app, alerts.parts);
  await ruleRoutes(app, alerts.parts);
  await objectiveRoutes(app, alerts.parts);
  await channelRoutes(app, alerts.parts);
  await escalationRoutes(app, alerts.parts);
  await silenceRoutes(app, alerts.parts);
  await maintenanceRoutes(app, alerts.parts);
}
