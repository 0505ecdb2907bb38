import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import {
  incidentNote,
  incidentOwner,
  incidentStatusText,
} from '@request-desk/shared/incident-actions-api';
import type { Profile } from '@request-desk/shared/profile';
import { replyLocales } from '@request-desk/shared/profile-codes';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { INCIDENT_DETAIL, incidentDetailOf } from './detail.ts';
import type { IncidentRow } from './incidents.ts';

/** What people write on an alert: notes, who owns it, and what support may tell of it. */
export async function noteRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { incidents } = parts;
  const now = () => new Date(parts.now());

  route(app, 'POST /alerts/:id/notes', {
    access: needs('support', 'alerts:note'),
    summary: 'Add a note to an alert',
    body: { name: 'IncidentNote', schema: incidentNote },
    answers: INCIDENT_DETAIL,
    handle: async (request) => {
      const { note } = request.body;
      const row = await known(request.params.id);
      const by = request.staff.id;
      await incidents.record([{ incidentId: row.id, at: now(), kind: 'note', by, note }]);
      audit(request, { by, did: 'alerts:note', alert: row.id });
      return await detail(row.id);
    },
  });

  route(app, 'PUT /alerts/:id/owner', {
    access: needs('support', 'alerts:own'),
    summary: 'Set the owner of an alert',
    body: { name: 'IncidentOwner', schema: incidentOwner },
    answers: INCIDENT_DETAIL,
    handle: async (request) => {
      const { owner } = request.body;
      const row = await known(request.params.id);
      const by = request.staff.id;
      if (owner === row.owner) return await detail(row.id);
      await incidents.change(row.id, { owner });
      const note = owner ?? 'nobody';
      await incidents.record([{ incidentId: row.id, at: now(), kind: 'owner', by, note }]);
      audit(request, { by, did: 'alerts:own', alert: row.id });
      return await detail(row.id);
    },
  });

  route(app, 'PUT /alerts/:id/status-text', {
    access: needs('engineer', 'alerts:explain'),
    summary: 'Set the status text that support may quote to customers',
    body: { name: 'IncidentStatusText', schema: incidentStatusText },
    answers: INCIDENT_DETAIL,
    handle: async (request) => {
      const texts = textsOf(parts.profile, request.body);
      const row = await known(request.params.id);
      const by = request.staff.id;
      const [first] = Object.values(texts);
      await incidents.change(row.id, {
        statusText: first ?? null,
        statusTexts: first === undefined ? null : texts,
        statusTextAt: first === undefined ? null : now(),
        statusTextBy: first === undefined ? null : by,
      });
      const note = first === undefined ? 'taken back' : Object.values(texts).join(' / ');
      await incidents.record([{ incidentId: row.id, at: now(), kind: 'status_text', by, note }]);
      audit(request, { by, did: 'alerts:explain', alert: row.id });
      return await detail(row.id);
    },
  });

  async function known(id: string): Promise<IncidentRow> {
    const row = await incidents.find(id);
    if (!row) throw absent('alert');
    return row;
  }

  async function detail(id: string): Promise<IncidentDetail> {
    const found = await incidentDetailOf(await known(id), parts);
    if (!found) throw absent('alert');
    return found;
  }
}

/** By language, the API's own first; throws where nobody is answered in a language. */
function textsOf(
  profile: Profile,
  { text, texts: others = {} }: z.infer<typeof incidentStatusText>,
): Record<string, string> {
  const locales = replyLocales(profile);
  const unknown = Object.keys(others).find((locale) => !locales.includes(locale));
  if (unknown !== undefined)
    throw badRequest(`Replies are written in ${locales.join(', ')}, not in ${unknown}.`);
  const all: Record<string, string> = { ...others, [profile.locale]: text };
  return Object.fromEntries(locales.flatMap((one) => (all[one] ? [[one, all[one]]] : [])));
}
