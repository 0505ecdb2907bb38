import {
  type AlertHistory,
  acknowledgement,
  type Delivery,
  deliveriesQuery,
  type FiringAlerts,
  historyQuery,
  type IncidentDetail,
} from '@request-desk/shared/alerts-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import { engineStatus } from '../evaluate/status.ts';
import type { AlertParts } from '../parts.ts';
import { quietAt } from '../silences/quiet.ts';
import { currentIncidents } from './current.ts';
import { incidentDetail } from './detail.ts';
import { rateNow } from './rate.ts';

interface ById {
  Params: { id: string };
}

const MOST_FIRING = 500;
/** Of more nobody reads how they are. */
const WITH_RATES = 10;

/** What fires, what fired, and who has taken it on. */
export async function incidentRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { clickhouse, database, incidents, outbox, channels } = parts;
  const now = () => new Date(parts.now());

  app.get('/alerts/firing', needs('support', 'alerts:read'), async (): Promise<FiringAlerts> => {
    const [status, rows, quiet] = await Promise.all([
      engineStatus(database),
      incidents.firing(MOST_FIRING),
      quietAt(database, now()),
    ]);
    const items = currentIncidents(rows, status, quiet, now());
    const rates = await Promise.all(
      rows.slice(0, WITH_RATES).map((row) => rateNow(clickhouse, row, now())),
    );
    return {
      items: items.map((item, at) => ({ ...item, current: rates[at] ?? null })),
      engine: status.engine,
    };
  });

  app.get(
    '/alerts/history',
    needs('support', 'alerts:read'),
    async ({ query }): Promise<AlertHistory> => {
      const { before, limit, ...filter } = inputOf(historyQuery, query);
      const older = before === undefined ? undefined : new Date(before);
      const rows = await incidents.history({ ...filter, before: older, limit });
      const [status, quiet] = [await engineStatus(database), await quietAt(database, now())];
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return {
        items: currentIncidents(rows, status, quiet, now()),
        next_before: last?.firedAt.toISOString() ?? null,
      };
    },
  );

  app.get<ById>('/alerts/:id', needs('support', 'alerts:read'), ({ params }) => detail(params.id));

  app.post<ById>('/alerts/:id/acknowledge', needs('support', 'alerts:acknowledge'), (request) =>
    take(request, true),
  );
  app.post<ById>('/alerts/:id/unacknowledge', needs('support', 'alerts:acknowledge'), (request) =>
    take(request, false),
  );

  app.get(
    '/alert-deliveries',
    needs('engineer', 'deliveries:read'),
    async ({ query }): Promise<{ items: Delivery[] }> => {
      const { channel, limit } = inputOf(deliveriesQuery, query);
      const rows = await outbox.log(channel, limit);
      return { items: deliveriesAsWire(rows, await channels.list()) };
    },
  );

  async function detail(id: string): Promise<IncidentDetail> {
    const row = await incidents.find(id);
    const found = row && (await incidentDetail(row, parts));
    if (!found) throw absent('alert');
    return found;
  }

  async function take(request: FastifyRequest<ById>, taken: boolean): Promise<IncidentDetail> {
    const { staff } = request;
    const { note } = inputOf(acknowledgement, request.body);
    const row = await incidents.find(request.params.id);
    if (!row) throw absent('alert');
    if (row.endedAt !== null)
      throw badRequest('This alert has ended; there is nothing to take on.');
    const kind = taken ? 'acknowledged' : 'unacknowledged';
    const [at, by] = taken ? [now(), staff.id] : [null, null];
    await incidents.change(row.id, { acknowledgedAt: at, acknowledgedBy: by });
    await incidents.record([{ incidentId: row.id, at: now(), kind, by: staff.id, note }]);
    audit(request, { by: staff.id, did: `alerts:${kind}`, alert: row.id });
    return await detail(row.id);
  }
}
