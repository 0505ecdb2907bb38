import { desc, gte } from 'drizzle-orm';
import type { Database, Orm } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { deploys } from '../../database/schema.ts';

export type DeployRow = typeof deploys.$inferSelect;

/** Deployments, announced by staff and scripts or seen in telemetry. */
export class Deploys {
  readonly #orm: Orm;

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  async add(release: string, at: Date, by: string): Promise<DeployRow> {
    const row = { id: newTimedId('dep', at.getTime()), at, release, by };
    await this.#orm.insert(deploys).values(row);
    return row;
  }

  since(time: Date, limit = 100): Promise<DeployRow[]> {
    const recent = gte(deploys.at, time);
    return this.#orm.select().from(deploys).where(recent).orderBy(desc(deploys.at)).limit(limit);
  }
}
