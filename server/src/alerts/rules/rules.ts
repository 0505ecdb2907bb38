import { type RuleSpec, ruleSpec } from '@request-desk/shared/alert-rules-api';
import { asc, eq } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { alertRules } from '../../database/schema.ts';
import { isBuiltIn } from './built-in.ts';

export interface RuleRow {
  readonly id: string;
  readonly enabled: boolean;
  /** Nothing for a built-in rule, and for one that this version cannot read. */
  readonly spec: RuleSpec | undefined;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** Rules made by staff, and the switches of the built-in ones. */
export class Rules {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  async list(): Promise<RuleRow[]> {
    const order = [asc(alertRules.createdAt), asc(alertRules.id)];
    const rows = await this.#orm
      .select()
      .from(alertRules)
      .orderBy(...order);
    return rows.map((row) => ({ ...row, spec: ruleSpec.safeParse(row.spec).data }));
  }

  async create(spec: RuleSpec, by: string, now: Date): Promise<string> {
    const id = newTimedId('rul', now.getTime());
    const { enabled } = spec;
    const stamp = { createdAt: now, updatedAt: now, updatedBy: by };
    await this.#orm.insert(alertRules).values({ id, enabled, spec, ...stamp });
    return id;
  }

  /** False when there is no such rule. */
  async change(id: string, spec: RuleSpec, by: string, now: Date): Promise<boolean> {
    const { enabled } = spec;
    const rows = await this.#orm
      .update(alertRules)
      .set({ enabled, spec, updatedAt: now, updatedBy: by })
      .where(eq(alertRules.id, id))
      .returning({ id: alertRules.id });
    return rows.length > 0;
  }

  /** Switches a built-in rule, or one of staff's. False when there is no such rule. */
  async switch(id: string, enabled: boolean, by: string, now: Date): Promise<boolean> {
    const stamp = { enabled, updatedAt: now, updatedBy: by };
    if (isBuiltIn(id)) {
      await this.#orm
        .insert(alertRules)
        .values({ id, createdAt: now, ...stamp })
        .onConflictDoUpdate({ target: alertRules.id, set: stamp });
      return true;
    }
    const row = (await this.list()).find((rule) => rule.id === id);
    return row?.spec ? await this.change(id, { ...row.spec, enabled }, by, now) : false;
  }

  async remove(id: string): Promise<boolean> {
    const mine = eq(alertRules.id, id);
    const rows = await this.#orm.delete(alertRules).where(mine).returning({ id: alertRules.id });
    return rows.length > 0;
  }
}
