import type { Org } from '@request-desk/shared/support-api';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import { eraseOrg } from './erase-org.ts';
import { orgs } from './tables.ts';

/** Organisations: the customers of the API. */
export class Orgs {
  readonly #orm: Database['orm'];

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  async create(name: string, now: Date): Promise<Org> {
    const id = newTimedId('org', now.getTime());
    await this.#orm.insert(orgs).values({ id, name, createdAt: now });
    return { id, name };
  }

  async find(id: string): Promise<Org | undefined> {
    const [row] = await this.#orm.select(PUBLIC).from(orgs).where(eq(orgs.id, id));
    return row;
  }

  /** With all that is theirs; see `eraseOrg`. */
  erase(id: string): Promise<number> {
    return eraseOrg({ orm: this.#orm }, id);
  }

  /** All of them, oldest first. */
  list(): Promise<Org[]> {
    return this.#orm.select(PUBLIC).from(orgs).orderBy(asc(orgs.createdAt), asc(orgs.id));
  }
}

const PUBLIC = { id: orgs.id, name: orgs.name };
