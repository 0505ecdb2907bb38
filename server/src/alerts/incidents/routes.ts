import {
  type AlertDelivery,
  type AlertHistory,
  alertHistory,
  deliveriesQuery,
  deliveryList,
  type FiringAlerts,
  firingAlerts,
  historyQuery,
  type IncidentDetail,
} from '@request-desk/shared/alerts-api';
import { acknowledgement } from '@request-desk/shared/incident-actions-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import { engineStatus } from '../evaluate/status.ts';
import type { AlertParts } from '../parts.ts';
import { suppressionsAt } from '../silences/suppressions.ts';
import { currentIncidents } from './current.ts';
import { INCIDENT_DETAIL, incidentDetailOf } from './detail.ts';
import { rateNow } from './rate.ts';

interface Taking {
  Params: { readonly id: string };
  Body: z.infer<typeof acknowledgement>;
}

const MOST_FIRING = 500;
/** Of more nobody reads how they are. */
const WITH_RATES = 10;

const NOTE = { name: 'Acknowledgement', schema: acknowledgement, optional: true } as const;

/** What fires, what fired, and who has taken it on. */
export async function incidentRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { clickhouse, database, incidents, outbox, channels } = parts;
  const now = () => new Date(parts.now());

  route(app, 'GET /alerts/firing', {
    access: needs('support', 'alerts:read'),
    summary: 'Firing alerts, and the state of the engine',
    answers: ok('FiringAlerts', firingAlerts),
    handle: async (): Promise<FiringAlerts> => {
      const [status, rows, suppressions] = await Promise.all([
        engineStatus(database),
        incidents.firing(MOST_FIRING),
        suppressionsAt(database, now()),
      ]);
      const items = currentIncidents(rows, status, suppressions, now());
      const rates = await Promise.all(
        rows.slice(0, WITH_RATES).map((row) => rateNow(clickhouse, row, now())),
      );
      return {
        items: items.map((item, at) => ({ ...item, current: rates[at] ?? null })),
        engine: status.engine,
      };
    },
  });

  route(app, 'GET /alerts/history', {
    access: needs('support', 'alerts:read'),
    summary: 'Firing and past alerts, newest first',
    query: historyQuery,
    answers: ok('AlertHistory', alertHistory),
    handle: async ({ query }): Promise<AlertHistory> => {
      const { before, limit, ...filter } = query;
      const older = before === undefined ? undefined : new Date(before);
      const rows = await incidents.history({ ...filter, before: older, limit });
      const [status, suppressions] = [
        await engineStatus(database),
        await suppressionsAt(database, now()),
      ];
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return {
        items: currentIncidents(rows, status, suppressions, now()),
        next_before: last?.firedAt.toISOString() ?? null,
      };
    },
  });

  route(app, 'GET /alerts/:id', {
    access: needs('support', 'alerts:read'),
    summary: 'One alert with its evidence, events and deliveries',
    answers: INCIDENT_DETAIL,
    handle: ({ params }) => detail(params.id),
  });

  route(app, 'POST /alerts/:id/acknowledge', {
    access: needs('support', 'alerts:acknowledge'),
    summary: 'Take an alert on',
    body: NOTE,
    answers: INCIDENT_DETAIL,
    handle: (request) => take(request, true),
  });
  route(app, 'POST /alerts/:id/unacknowledge', {
    access: needs('support', 'alerts:acknowledge'),
    summary: 'Give an alert back',
    body: NOTE,
    answers: INCIDENT_DETAIL,
    handle: (request) => take(request, false),
  });

  route(app, 'GET /alert-deliveries', {
    access: needs('engineer', 'deliveries:read'),
    summary: 'Notifications sent or to be sent, newest first',
    query: deliveriesQuery,
    answers: ok('DeliveryList', deliveryList),
    handle: async ({ query }): Promise<{ items: AlertDelivery[] }> => {
      const { channel, limit } = query;
      const rows = await outbox.log(channel, limit);
      return { items: deliveriesAsWire(rows, await channels.list()) };
    },
  });

  async function detail(id: string): Promise<IncidentDetail> {
    const row = await incidents.find(id);
    const found = row && (await incidentDetailOf(row, parts));
    if (!found) throw absent('alert');
    return found;
  }

  async function take(request: FastifyRequest<Taking>, taken: boolean): Promise<IncidentDetail> {
    const { staff } = request;
    const { note } = request.body;
    const row = await incidents.find(request.params.id);
    if (!row) throw absent('alert');
    if (row.endedAt !== null) throw badRequest('This alert has ended; it cannot be acknowledged.');
    const kind = taken ? 'acknowledged' : 'unacknowledged';
    const [at, by] = taken ? [now(), staff.id] : [null, null];
    await incidents.change(row.id, { acknowledgedAt: at, acknowledgedBy: by });
    await incidents.record([{ incidentId: row.id, at: now(), kind, by: staff.id, note }]);
    audit(request, { by: staff.id, did: `alerts:${kind}`, alert: row.id });
    return await detail(row.id);
  }
}
