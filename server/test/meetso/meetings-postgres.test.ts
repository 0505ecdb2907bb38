import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { Meetings } from '../../src/meetso/meetings/meetings-repository.ts';

const missing = postgresMissing();
const NOW = new Date('2031-01-01T00:00:00Z');
const INPUT = { title: 'Sync', startsAt: NOW, durationMinutes: 30, createdAt: NOW };
const plans = z.object({ rows: z.array(z.object({ 'QUERY PLAN': z.string() })) });

describe.skipIf(missing)(`meetings in Postgres${missing ? ` (${missing})` : ''}`, () => {
  let server: PostgresServer;
  let database: Database;
  let meetings: Meetings;
  let [own, other] = ['', ''];

  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ url: server.url(), path: '/nowhere' });
    meetings = new Meetings(database);
    const orgs = new Orgs(database);
    own = (await orgs.create('Own', NOW)).id;
    other = (await orgs.create('Other', NOW)).id;
  });

  afterAll(async () => {
    await database?.close();
    await server?.close();
  });

  it('are deleted once and changed never after, by many at once', async () => {
    for (let round = 0; round < 10; round++) {
      const [meeting] = await meetings.insert(own, [INPUT]);
      const id = meeting?.id ?? '';
      const work = Array.from({ length: 20 }, (_, n) =>
        n % 4 === 1
          ? meetings.remove(own, id, NOW).then((unseen) => unseen?.why ?? 'removed')
          : meetings.change(own, id, { title: `${n}` }).then(({ why }) => why ?? 'changed'),
      );
      const done = await Promise.all(work);
      expect(done.filter((one) => one === 'removed')).toHaveLength(1);
      expect(done.filter((one) => !['removed', 'changed', 'deleted'].includes(one))).toEqual([]);
      const left = await meetings.change(own, id, { title: 'x' });
      expect(left).toEqual({ why: 'deleted', deletedAt: NOW.toISOString() });
    }
  });

  it('that are not seen cost the same steps, whyever', async () => {
    const many = Array.from({ length: 2_000 }, () => INPUT);
    const [foreign] = await meetings.insert(other, many);
    const [gone] = await meetings.insert(own, many);
    await meetings.remove(own, gone?.id ?? '', NOW);
    await database.orm.execute(sql`analyze`);
    const ids = [foreign?.id ?? '', gone?.id ?? '', 'mtg_00000000000000000000'];
    const calls: readonly ((of: Meetings, id: string) => Promise<unknown>)[] = [
      (of, id) => of.change(own, id, { title: 'x' }),
      (of, id) => of.remove(own, id, NOW),
      (of, id) => of.participants({ orgId: own, id, limit: 20 }),
    ];
    for (const call of calls) {
      const steps = [];
      for (const id of ids) steps.push(await stepsOf(call, id));
      expect(new Set(steps).size, steps.join('\n\n')).toBe(1);
      expect(steps[0]).toContain('Index Scan');
    }
  });

  /** The plan of a call's one statement, as it was carried out; how many rows its look-up gave is left out. */
  async function stepsOf(call: (of: Meetings, id: string) => Promise<unknown>, id: string) {
    const statements: SQL[] = [];
    const explaining = (statement: SQL) =>
      database.orm.execute(sql`explain (analyze, costs off, timing off, summary off) ${statement}`);
    const spy = new Proxy(database.orm, {
      get(target, name) {
        if (name !== 'execute') return Reflect.get(target, name);
        return async (statement: SQL) => {
          statements.push(statement);
          return await target.execute(statement);
        };
      },
    });
    await call(new Meetings({ orm: spy }), id);
    expect(statements).toHaveLength(1);
    const [statement] = statements;
    const { rows } = plans.parse(statement && (await explaining(statement)));
    const lines = rows.map((row) => row['QUERY PLAN']);
    return lines
      .filter((line) => !/Rows Removed|Index Cond|Filter:|Sort Method/.test(line))
      .map((line) => line.replace(/(Index Scan[^(]*\(actual) rows=\d+/, '$1 rows=?'))
      .join('\n');
  }
});
