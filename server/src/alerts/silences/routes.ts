import { DAY_MS } from '@request-desk/shared/durations';
import {
  previewMatchers,
  type SuppressionPreview,
  suppressionPreview,
} from '@request-desk/shared/maintenance-api';
import {
  deploy,
  deployList,
  newDeploy,
  newSilence,
  type Silence,
  silence,
  silenceList,
} from '@request-desk/shared/silences-api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { DeployRow } from '../deploys/deploys.ts';
import type { OpenIncident } from '../incidents/incidents.ts';
import type { AlertParts } from '../parts.ts';
import { matches } from './matching.ts';
import { previewOf } from './preview.ts';
import type { SilenceRow } from './silences.ts';

type Deploy = z.infer<typeof deploy>;

const MAX_DAYS = 30;

/** Silences, and the markers of deployments. */
export async function silenceRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { silences, incidents, deploys } = parts;
  const now = () => new Date(parts.now());

  route(app, 'GET /silences', {
    access: needs('support', 'silences:read'),
    summary: 'Pending, active and ended silences',
    answers: ok('SilenceList', silenceList),
    handle: async (): Promise<{ items: Silence[] }> => {
      const [rows, open] = [await silences.list(), await incidents.open()];
      return { items: rows.map((row) => silenceAsWire(row, open, now())) };
    },
  });

  route(app, 'POST /silences', {
    access: needs('engineer', 'silences:change'),
    summary: 'Silence matching alerts for a while',
    body: { name: 'NewSilence', schema: newSilence },
    answers: made('Silence', silence),
    handle: async (request): Promise<Silence> => {
      const { staff } = request;
      const { matchers, reason, starts_at, ends_at } = request.body;
      const at = now();
      const [startsAt, endsAt] = [starts_at ? new Date(starts_at) : at, new Date(ends_at)];
      if (endsAt <= at) throw badRequest('ends_at: must be in the future');
      if (endsAt <= startsAt) throw badRequest('ends_at: must be after starts_at');
      if (endsAt.getTime() - at.getTime() > MAX_DAYS * DAY_MS)
        throw badRequest(`ends_at: at most ${MAX_DAYS} days away`);
      const row = await silences.create({ matchers, reason, startsAt, endsAt }, staff.id, at);
      const open = await incidents.open();
      const covered = open.filter((incident) => startsAt <= at && covers(row, incident));
      await incidents.record(
        covered.map(({ id }) => ({
          incidentId: id,
          at,
          kind: 'silenced',
          by: staff.id,
          note: reason,
        })),
      );
      audit(request, { by: staff.id, did: 'silences:create', silence: row.id });
      return silenceAsWire(row, open, at);
    },
  });

  route(app, 'POST /silences/preview', {
    access: needs('support', 'silences:preview'),
    summary: 'Firing and past alerts that matchers cover',
    body: { name: 'PreviewMatchers', schema: previewMatchers },
    answers: ok('SuppressionPreview', suppressionPreview),
    handle: async (request): Promise<SuppressionPreview> => {
      const { matchers } = request.body;
      return await previewOf(matchers, [], incidents, now());
    },
  });

  route(app, 'POST /silences/:id/end', {
    access: needs('engineer', 'silences:change'),
    summary: 'End a silence now',
    answers: ok('Silence', silence),
    handle: async (request): Promise<Silence> => {
      const { staff } = request;
      const row = await silences.end(request.params.id, staff.id, now());
      if (!row) throw absent('silence that is still to come or active');
      audit(request, { by: staff.id, did: 'silences:end', silence: row.id });
      return silenceAsWire(row, [], now());
    },
  });

  route(app, 'GET /deploys', {
    access: needs('support', 'deploys:read'),
    summary: 'Markers of the last thirty days',
    answers: ok('DeployList', deployList),
    handle: async (): Promise<{ items: Deploy[] }> => {
      const rows = await deploys.since(new Date(parts.now() - MAX_DAYS * DAY_MS));
      return { items: rows.map(deployAsWire) };
    },
  });

  route(app, 'POST /deploys', {
    access: needs('engineer', 'deploys:create'),
    summary: 'Mark a deployment',
    body: { name: 'NewDeploy', schema: newDeploy },
    answers: made('Deploy', deploy, 'Marked'),
    handle: async (request): Promise<Deploy> => {
      const { staff } = request;
      const { release, at } = request.body;
      const moment = at ? new Date(at) : now();
      if (Math.abs(moment.getTime() - parts.now()) > DAY_MS)
        throw badRequest('at: must be within a day of now');
      const row = await deploys.add(release, moment, staff.id);
      audit(request, { by: staff.id, did: 'deploys:create', deploy: row.id });
      return deployAsWire(row);
    },
  });
}

function covers({ matchers }: SilenceRow, { labels, severity }: OpenIncident): boolean {
  return matches(matchers, { ...labels, severity });
}

function silenceAsWire(row: SilenceRow, open: readonly OpenIncident[], now: Date): Silence {
  const state = row.endsAt <= now ? 'ended' : row.startsAt > now ? 'pending' : 'active';
  return {
    id: row.id,
    matchers: row.matchers,
    reason: row.reason,
    starts_at: row.startsAt.toISOString(),
    ends_at: row.endsAt.toISOString(),
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    ended_by: row.endedBy,
    state,
    covers: state === 'active' ? open.filter((incident) => covers(row, incident)).length : 0,
  };
}

function deployAsWire({ id, at, release, by }: DeployRow): Deploy {
  return { id, at: at.toISOString(), release, by };
}
