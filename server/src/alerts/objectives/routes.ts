import {
  type BurnDown,
  type Objective,
  type ObjectiveSpec,
  objectiveSpec,
} from '@request-desk/shared/objectives-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { Budgets } from './measure.ts';
import { keyOfObjective, type ObjectiveRow } from './objectives.ts';

interface ById {
  Params: { id: string };
}

const MOST_OBJECTIVES = 50;

/** Objectives with what is left of their budgets; like rules, an engineer's to change. */
export async function objectiveRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { objectives, incidents, retentionDays } = parts;
  const budgets = new Budgets(parts);
  const now = () => new Date(parts.now());

  app.get(
    '/alert-objectives',
    needs('support', 'objectives:read'),
    async (): Promise<{ items: Objective[] }> => ({ items: await all() }),
  );

  app.post(
    '/alert-objectives',
    needs('engineer', 'objectives:change'),
    async (request, reply): Promise<Objective> => {
      const { staff } = request;
      const spec = inputOf(objectiveSpec, request.body);
      refuseUnjudgeable(spec);
      if ((await objectives.list()).length >= MOST_OBJECTIVES)
        throw badRequest(`At most ${MOST_OBJECTIVES} objectives; remove one first.`);
      const id = await objectives.create(spec, staff.id, now());
      if (id === undefined) throw badRequest('route: has an objective already; change that one');
      audit(request, { by: staff.id, did: 'objectives:create', objective: id });
      reply.code(201);
      return await one(id);
    },
  );

  app.put<ById>(
    '/alert-objectives/:id',
    needs('engineer', 'objectives:change'),
    async (request): Promise<Objective> => {
      const { staff } = request;
      const spec = inputOf(objectiveSpec, request.body);
      refuseUnjudgeable(spec);
      const { id } = request.params;
      const before = await stored(id);
      if (before.spec.route !== spec.route)
        throw badRequest('route: cannot be changed; make another objective for it');
      if (!(await objectives.change(id, spec, staff.id, now()))) throw absent('objective');
      audit(request, { by: staff.id, did: 'objectives:change', objective: id });
      return await one(id);
    },
  );

  app.delete<ById>(
    '/alert-objectives/:id',
    needs('engineer', 'objectives:change'),
    async (request, reply): Promise<void> => {
      const { staff } = request;
      const { id } = request.params;
      if (!(await objectives.remove(id))) throw absent('objective');
      audit(request, { by: staff.id, did: 'objectives:remove', objective: id });
      return await reply.code(204).send();
    },
  );

  app.get<ById>(
    '/alert-objectives/:id/burn',
    needs('support', 'objectives:read'),
    async ({ params }): Promise<BurnDown> => {
      return await budgets.burnDown((await stored(params.id)).spec);
    },
  );

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
    return await asWire(await stored(id), await firingByKey());
  }

  async function all(): Promise<Objective[]> {
    const [rows, firing] = [await objectives.list(), await firingByKey()];
    return await Promise.all(rows.map((row) => asWire(row, firing)));
  }

  async function firingByKey(): Promise<ReadonlyMap<string, string>> {
    return new Map((await incidents.open()).map(({ key, id }) => [key, id]));
  }

  /** Without the telemetry store an objective can still be read, changed and removed. */
  async function asWire(
    { id, spec, updatedAt, updatedBy }: ObjectiveRow,
    firing: ReadonlyMap<string, string>,
  ): Promise<Objective> {
    const measured = await budgets.measure(spec).catch(() => undefined);
    return {
      ...{ id, spec, updated_at: updatedAt.toISOString(), updated_by: updatedBy },
      budget: measured?.budget ?? null,
      warnings: [...(measured?.warnings ?? [])],
      firing: firing.get(keyOfObjective(spec)) ?? null,
    };
  }
}
