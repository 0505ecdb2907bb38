import { type ObjectiveSpec, objectiveSpec } from '@request-desk/shared/objectives-api';
import { asc, eq } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { alertObjectives } from '../../database/objective-schema.ts';
import { globalScope, routeScope } from '../engine/scope.ts';
import type { AlertKey } from '../engine/state.ts';

export interface ObjectiveRow {
  readonly id: string;
  readonly spec: ObjectiveSpec;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What staff promise of the API, one objective for each route and one for all requests. */
export class Objectives {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** Oldest first, without those that this version cannot read. */
  async list(): Promise<ObjectiveRow[]> {
    const rows = await this.#orm
      .select()
      .from(alertObjectives)
      .orderBy(asc(alertObjectives.createdAt), asc(alertObjectives.id));
    return rows.flatMap((row) => {
      const spec = objectiveSpec.safeParse(row.spec);
      return spec.success ? [{ ...row, spec: spec.data }] : [];
    });
  }

  /** The id of the new one; nothing when its route has one already. */
  async create(spec: ObjectiveSpec, by: string, now: Date): Promise<string | undefined> {
    const id = newTimedId('obj', now.getTime());
    const { route } = spec;
    const stamp = { createdAt: now, updatedAt: now, updatedBy: by };
    const rows = await this.#orm
      .insert(alertObjectives)
      .values({ id, route, spec, ...stamp })
      .onConflictDoNothing()
      .returning({ id: alertObjectives.id });
    return rows[0]?.id;
  }

  /** False when there is no such objective. Its route stays what it was. */
  async change(id: string, spec: ObjectiveSpec, by: string, now: Date): Promise<boolean> {
    const rows = await this.#orm
      .update(alertObjectives)
      .set({ spec, updatedAt: now, updatedBy: by })
      .where(eq(alertObjectives.id, id))
      .returning({ id: alertObjectives.id });
    return rows.length > 0;
  }

  async remove(id: string): Promise<boolean> {
    const mine = eq(alertObjectives.id, id);
    const rows = await this.#orm
      .delete(alertObjectives)
      .where(mine)
      .returning({ id: alertObjectives.id });
    return rows.length > 0;
  }
}

/** The key of the alert about the same requests as an objective. */
export function keyOfObjective({ route }: Pick<ObjectiveSpec, 'route'>): AlertKey {
  return route === null ? globalScope('500').key : routeScope(route).key;
}

/** The share of requests that may fail, by alert key, of the objectives that are judged. */
export function allowedByKey(rows: readonly Pick<ObjectiveRow, 'spec'>[]): Record<string, number> {
  const judged = rows.filter(({ spec }) => spec.enabled);
  // 1 - 0.9999 is a little less than 0.0001 in binary.
  const allowed = (target: number) => Number((1 - target).toPrecision(6));
  return Object.fromEntries(judged.map(({ spec }) => [keyOfObjective(spec), allowed(spec.target)]));
}
