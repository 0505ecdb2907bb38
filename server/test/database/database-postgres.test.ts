import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { ControlPlaneReplaced, outageOf } from '../../src/database/control-plane-outage.ts';
import { DatabaseError } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';

const NOW = new Date('2026-03-01T10:00:00.123Z');
const missing = postgresMissing();
let server: PostgresServer;

describe.skipIf(missing)(`the control plane in Postgres${missing ? ` (${missing})` : ''}`, () => {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const open = (port: number) =>
    openDatabase({ url: `postgres://desk@127.0.0.1:${port}/desk`, path: '/nowhere' });

  it('migrates once, however many processes start at the same time', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => open(server.port)));
    const [database] = opened;
    if (database === undefined) throw new Error('not opened');
    const org = await new Orgs(database).create('Fernhill Labs', NOW);
    expect(await new Orgs(database).find(org.id)).toEqual(org);
    for (const one of opened) await one.close();
  });

  it('gives up a connection that leads nowhere within a second, and recovers by itself', async () => {
    const hole = await openBlackHole(server.port);
    const database = await open(hole.port);
    const keys = new ApiKeys(database.prompt, KEY_FORM);
    await keys.find('key_none');
    hole.drop();
    for (let call = 0; call < 3; call++) {
      const began = performance.now();
      await expect(keys.find('key_none')).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(1_000);
    }
    hole.restore();
    expect(await keys.find('key_none')).toBeUndefined();
    await database.close();
    await hole.close();
  });

  it('keeps no connection that a transaction could not begin on', async () => {
    const hole = await openBlackHole(server.port);
    const { orm, close } = await open(hole.port);
    await orm.execute(sql`select 1`);
    const begin = () => orm.transaction((inside) => inside.execute(sql`select 1`));
    hole.drop();
    const failed = await Promise.allSettled(Array.from({ length: 12 }, begin));
    expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
    hole.restore();
    await Promise.all(Array.from({ length: 12 }, begin));
    await close();
    await hole.close();
  });

  it('is not taken for another one that stands in its place', async () => {
    const place = server.url('moved');
    await server.query('create database moved', 'postgres');
    const database = await openDatabase({ url: place, path: '/nowhere' });
    await server.query('drop database moved with (force)', 'postgres');
    await server.query('create database moved', 'postgres');
    const emptied = await new ApiKeys(database.prompt, KEY_FORM)
      .find('key_none')
      .catch((e: unknown) => e);
    expect(outageOf(emptied)).toBeInstanceOf(ControlPlaneReplaced);
    await (await openDatabase({ url: place, path: '/nowhere' })).close();
    const other = await new ApiKeys(database.prompt, KEY_FORM)
      .find('key_none')
      .catch((e: unknown) => e);
    expect(outageOf(other)).toBeInstanceOf(ControlPlaneReplaced);
    await database.close();
  });

  it.each([
    ['a wrong user', 'postgres://nobody:hunter22@127.0.0.1:PORT/desk', /refuses this user or pass/],
    [
      'a wrong password',
      'postgres://locked:hunter22@127.0.0.1:PORT/desk',
      /user or password: corr/,
    ],
    [
      'a wrong database',
      'postgres://desk:hunter22@127.0.0.1:PORT/dusk',
      /no database of this name/,
    ],
    [
      'a wrong host',
      'postgres://desk:hunter22@nowhere.invalid/desk',
      /nowhere.invalid.*not answer/,
    ],
    ['a wrong port', 'postgres://desk:hunter22@127.0.0.1:1/desk', /does not answer \(ECONNREFUSED/],
  ])('says in one line that the URL has %s, without its password', async (_what, url, says) => {
    await server.query(`do $$ declare place text := current_setting('hba_file'); begin
      if not exists (select from pg_roles where rolname = 'locked') then
        create role locked login password 'other';
      end if;
      execute format('copy (select unnest(array[%L, %L])) to %L',
        'host all locked all scram-sha-256', 'host all all all trust', place);
      perform pg_reload_conf(); end $$`);
    const place = url.replace('PORT', String(server.port));
    const failure: unknown = await openDatabase({ url: place, path: '/nowhere' }).catch((e) => e);
    expect(failure).toBeInstanceOf(DatabaseError);
    expect(String(failure)).toMatch(says);
    expect(String(failure)).not.toMatch(/hunter22|\n/);
  });

  it('is refused in one line where tables of another application stand', async () => {
    await server.query('create database shop', 'postgres');
    await server.query('create table baskets (id int)', 'shop');
    const failure = await openDatabase({ url: server.url('shop'), path: '/nowhere' }).catch(String);
    expect(failure).toMatch(/holds tables of another application, such as baskets: give/);
  });
});

it('says in one line which file of its address cannot be read', async () => {
  const url = 'postgres://desk@127.0.0.1:1/desk?sslrootcert=/nowhere/ca.pem';
  const opened = openDatabase({ url, path: '/nowhere' });
  await expect(opened).rejects.toThrow(DatabaseError);
  await expect(opened).rejects.toThrow(/^DATABASE_URL 127.0.0.1:1\/desk is not usable: .*ca.pem'$/);
});
