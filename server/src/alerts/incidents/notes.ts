import {
  type IncidentDetail,
  incidentNote,
  incidentOwner,
  incidentStatusText,
} from '@request-desk/shared/alerts-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent } from '../../console/console-error.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { incidentDetail } from './detail.ts';
import type { IncidentRow } from './incidents.ts';

interface ById {
  Params: { id: string };
}

/** What people write on an alert: notes, who owns it, and what support may tell of it. */
export async function noteRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { incidents } = parts;
  const now = () => new Date(parts.now());

  app.post<ById>('/alerts/:id/notes', needs('support', 'alerts:note'), async (request) => {
    const { note } = inputOf(incidentNote, request.body);
    const row = await known(request.params.id);
    const by = request.staff.id;
    await incidents.record([{ incidentId: row.id, at: now(), kind: 'note', by, note }]);
    audit(request, { by, did: 'alerts:note', alert: row.id });
    return await detail(row.id);
  });

  app.put<ById>('/alerts/:id/owner', needs('support', 'alerts:own'), async (request) => {
    const { owner } = inputOf(incidentOwner, request.body);
    const row = await known(request.params.id);
    const by = request.staff.id;
    if (owner === row.owner) return await detail(row.id);
    await incidents.change(row.id, { owner });
    const note = owner ?? 'nobody';
    await incidents.record([{ incidentId: row.id, at: now(), kind: 'owner', by, note }]);
    audit(request, { by, did: 'alerts:own', alert: row.id });
    return await detail(row.id);
  });

  app.put<ById>('/alerts/:id/status-text', needs('engineer', 'alerts:explain'), async (request) => {
    const { text } = inputOf(incidentStatusText, request.body);
    const row = await known(request.params.id);
    const by = request.staff.id;
    const set = text === '' ? { at: null, by: null, text: null } : { at: now(), by, text };
    const values = { statusText: set.text, statusTextAt: set.at, statusTextBy: set.by };
    await incidents.change(row.id, values);
    const note = text === '' ? 'taken back' : text;
    await incidents.record([{ incidentId: row.id, at: now(), kind: 'status_text', by, note }]);
    audit(request, { by, did: 'alerts:explain', alert: row.id });
    return await detail(row.id);
  });

  async function known(id: string): Promise<IncidentRow> {
    const row = await incidents.find(id);
    if (!row) throw absent('alert');
    return row;
  }

  async function detail(id: string): Promise<IncidentDetail> {
    const found = await incidentDetail(await known(id), parts);
    if (!found) throw absent('alert');
    return found;
  }
}
