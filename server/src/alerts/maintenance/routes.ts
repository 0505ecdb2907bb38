import { DAY_MS } from '@request-desk/shared/durations';
import {
  type Maintenance,
  maintenance,
  maintenanceList,
  type NewMaintenance,
  newMaintenance,
  type Occurrence,
  occurrenceList,
  occurrencesQuery,
  type SuppressionPreview,
  suppressionPreview,
} from '@request-desk/shared/maintenance-api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { OpenIncident } from '../incidents/incidents.ts';
import type { AlertParts } from '../parts.ts';
import { matches } from '../silences/matching.ts';
import { previewOf } from '../silences/preview.ts';
import { isLocalTime, isTimeZone, occurrences } from './occurrences.ts';
import { MaintenanceWindows, type WindowRow } from './windows.ts';

const READS = needs('support', 'maintenance:read');
const PREVIEWS = needs('support', 'maintenance:preview');
const CHANGES = needs('engineer', 'maintenance:change');

/** Nobody plans further ahead. */
const AHEAD_MS = 400 * DAY_MS;
const NEXT = 5;
const MOST_DRAWN = 500;
const MOST_PLANNED = 100;

/** Times planned ahead in which alerts notify nobody, or not in full. */
export async function maintenanceRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { incidents, database } = parts;
  const windows = new MaintenanceWindows(database);
  const now = () => new Date(parts.now());

  route(app, 'GET /maintenance', {
    access: READS,
    summary: 'Maintenance windows, planned and ended',
    answers: ok('MaintenanceList', maintenanceList),
    handle: async (): Promise<{ items: Maintenance[] }> => {
      const [rows, open] = [await windows.list(), await incidents.open()];
      return { items: rows.map((row) => maintenanceAsWire(row, open, now())) };
    },
  });

  route(app, 'GET /maintenance/occurrences', {
    access: READS,
    summary: 'Occurrences of windows within a range',
    query: occurrencesQuery,
    answers: ok('OccurrenceList', occurrenceList),
    handle: async ({ query }): Promise<z.infer<typeof occurrenceList>> => {
      const { from, to } = query;
      const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };
      if (range.toMs - range.fromMs > AHEAD_MS) throw badRequest('to: at most 400 days after from');
      const rows = await windows.list();
      return { items: rows.flatMap((row) => drawn(row, range)).slice(0, MOST_DRAWN) };
    },
  });

  route(app, 'POST /maintenance', {
    access: CHANGES,
    summary: 'Plan a window in which alerts notify nobody, or not as pages',
    body: { name: 'NewMaintenance', schema: newMaintenance },
    answers: made('Maintenance', maintenance, 'Planned'),
    handle: async (request): Promise<Maintenance> => {
      const { staff } = request;
      const plan = checked(request.body);
      const at = now();
      if (upcoming(plan, at, 1).length === 0) throw badRequest('starts: it would never be on');
      const ahead = (await windows.planned()).filter((one) => upcoming(one.plan, at, 1).length > 0);
      if (ahead.length >= MOST_PLANNED)
        throw badRequest(`At most ${MOST_PLANNED} windows; end one first.`);
      const row = await windows.create(plan, staff.id, at);
      audit(request, { by: staff.id, did: 'maintenance:create', maintenance: row.id });
      return maintenanceAsWire(row, await incidents.open(), at);
    },
  });

  route(app, 'POST /maintenance/preview', {
    access: PREVIEWS,
    summary: 'Occurrences of a window, and the alerts that it would cover',
    body: { name: 'NewMaintenance', schema: newMaintenance },
    answers: ok('SuppressionPreview', suppressionPreview),
    handle: async (request): Promise<SuppressionPreview> => {
      const plan = checked(request.body);
      const next = upcoming(plan, now(), NEXT).map(occurrenceOf);
      return await previewOf(plan.matchers, next, incidents, now());
    },
  });

  route(app, 'POST /maintenance/:id/end', {
    access: CHANGES,
    summary: 'End a window and its later occurrences',
    answers: ok('Maintenance', maintenance),
    handle: async (request): Promise<Maintenance> => {
      const { staff } = request;
      const row = await windows.end(request.params.id, staff.id, now());
      if (!row) throw absent('maintenance window that is still planned');
      audit(request, { by: staff.id, did: 'maintenance:end', maintenance: row.id });
      return maintenanceAsWire(row, [], now());
    },
  });
}

/** Throws ConsoleError (400) for a date that does not exist and a zone without rules. */
function checked(plan: NewMaintenance): NewMaintenance {
  if (!isTimeZone(plan.time_zone)) throw badRequest('time_zone: is not known');
  if (!isLocalTime(plan.starts)) throw badRequest('starts: the calendar has no such date or time');
  return plan;
}

function upcoming(plan: NewMaintenance, at: Date, most: number): TimeRange[] {
  const fromMs = at.getTime();
  return occurrences(plan, { fromMs, toMs: fromMs + AHEAD_MS }, most);
}

function occurrenceOf({ fromMs, toMs }: TimeRange): Occurrence {
  return { starts_at: new Date(fromMs).toISOString(), ends_at: new Date(toMs).toISOString() };
}

/** As far as it was on: what was ended was on until then. */
function drawn({ id, plan, createdAt, endedAt }: WindowRow, range: TimeRange) {
  const { title, effect } = plan;
  const endMs = endedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return occurrences(plan, range, MOST_DRAWN)
    .map(({ fromMs, toMs }) => ({
      fromMs: Math.max(fromMs, createdAt.getTime()),
      toMs: Math.min(toMs, endMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .map((stretch) => ({ ...occurrenceOf(stretch), id, title, effect }));
}

function maintenanceAsWire(row: WindowRow, open: readonly OpenIncident[], now: Date): Maintenance {
  const { plan, endedAt } = row;
  const [next] = endedAt === null ? upcoming(plan, now, 1) : [];
  const state = !next ? 'ended' : next.fromMs <= now.getTime() ? 'active' : 'scheduled';
  const covered = open.filter(({ labels, severity }) =>
    matches(plan.matchers, { ...labels, severity }),
  );
  return {
    ...plan,
    id: row.id,
    until: plan.until ?? null,
    state,
    next: next ? occurrenceOf(next) : null,
    covers: state === 'active' ? covered.length : 0,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    ended_at: endedAt?.toISOString() ?? null,
    ended_by: row.endedBy,
  };
}
