import {
  type BurnDown,
  burnDown,
  type Objective,
  type ObjectiveSpec,
  objective,
  objectiveList,
  objectiveSpec,
} from '@request-desk/shared/objectives-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { done, made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { Budgets } from './measure.ts';
import { keyOfObjective, type ObjectiveRow } from './objectives.ts';

const MOST_OBJECTIVES = 50;
const SPEC = { name: 'ObjectiveSpec', schema: objectiveSpec };

/** Objectives with what is left of their budgets; like rules, an engineer's to change. */
export async function objectiveRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { objectives, incidents, retentionDays } = parts;
  const budgets = new Budgets(parts);
  const now = () => new Date(parts.now());

  route(app, 'GET /alert-objectives', {
    access: needs('support', 'objectives:read'),
    summary: 'All objectives with their budgets',
    answers: ok('ObjectiveList', objectiveList),
    handle: async (): Promise<{ items: Objective[] }> => ({ items: await all() }),
  });

  route(app, 'POST /alert-objectives', {
    access: needs('engineer', 'objectives:change'),
    summary: 'Make an objective',
    body: SPEC,
    answers: made('Objective', objective),
    handle: async (request): Promise<Objective> => {
      const { staff } = request;
      const spec = request.body;
      refuseUnjudgeable(spec);
      if ((await objectives.list()).length >= MOST_OBJECTIVES)
        throw badRequest(`At most ${MOST_OBJECTIVES} objectives; remove one first.`);
      const id = await objectives.create(spec, staff.id, now());
      if (id === undefined) throw badRequest('route: has an objective already; change that one');
      audit(request, { by: staff.id, did: 'objectives:create', objective: id });
      return await one(id);
    },
  });

  route(app, 'PUT /alert-objectives/:id', {
    access: needs('engineer', 'objectives:change'),
    summary: 'Change an objective; its route stays',
    body: SPEC,
    answers: ok('Objective', objective),
    handle: async (request): Promise<Objective> => {
      const { staff } = request;
      const spec = request.body;
      refuseUnjudgeable(spec);
      const { id } = request.params;
      const before = await stored(id);
      if (before.spec.route !== spec.route)
        throw badRequest('route: cannot be changed; make another objective for it');
      if (!(await objectives.change(id, spec, staff.id, now()))) throw absent('objective');
      audit(request, { by: staff.id, did: 'objectives:change', objective: id });
      return await one(id);
    },
  });

  route(app, 'DELETE /alert-objectives/:id', {
    access: needs('engineer', 'objectives:change'),
    summary: 'Remove an objective',
    answers: done('Removed'),
    handle: async (request): Promise<void> => {
      const { staff } = request;
      const { id } = request.params;
      if (!(await objectives.remove(id))) throw absent('objective');
      audit(request, { by: staff.id, did: 'objectives:remove', objective: id });
    },
  });

  route(app, 'GET /alert-objectives/:id/burn', {
    access: needs('support', 'objectives:read'),
    summary: 'The budget over its window',
    answers: ok('BurnDown', burnDown),
    handle: async ({ params }): Promise<BurnDown> => {
      return await budgets.burnDown((await stored(params.id)).spec);
    },
  });

  function refuseUnjudgeable({ window_days }: ObjectiveSpec): void {
    if (window_days > retentionDays)
      throw badRequest(
        `window_days: requests are kept for ${retentionDays} days (RETENTION_DAYS); ` +
          'a longer window cannot be judged',
      );
  }

  async function stored(id: string): Promise<ObjectiveRow> {
    const row = (await objectives.list()).find((candidate) => candidate.id === id);
    if (!row) throw absent('objective');
    return row;
  }

  async function one(id: string): Promise<Objective> {
    return await objectiveAsWire(await stored(id), await firingByKey());
  }

  async function all(): Promise<Objective[]> {
    const [rows, firing] = [await objectives.list(), await firingByKey()];
    return await Promise.all(rows.map((row) => objectiveAsWire(row, firing)));
  }

  async function firingByKey(): Promise<ReadonlyMap<string, string>> {
    return new Map((await incidents.open()).map(({ key, id }) => [key, id]));
  }

  /** Without the telemetry store an objective can still be read, changed and removed. */
  async function objectiveAsWire(
    { id, spec, updatedAt, updatedBy }: ObjectiveRow,
    firing: ReadonlyMap<string, string>,
  ): Promise<Objective> {
    const measured = await budgets.measure(spec).catch(() => undefined);
    return {
      id,
      spec,
      updated_at: updatedAt.toISOString(),
      updated_by: updatedBy,
      budget: measured?.budget ?? null,
      warnings: [...(measured?.warnings ?? [])],
      firing: firing.get(keyOfObjective(spec)) ?? null,
    };
  }
}
