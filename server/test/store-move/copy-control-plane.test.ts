import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import type { Database } from '../../src/database/database.ts';
import { copyControlPlane } from '../../src/database/move/copy-control-plane.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';

const missing = postgresMissing();
const SETTLED = { settled: true };

describe.skipIf(missing)('the control plane', () => {
  const directory = mkdtempSync(join(tmpdir(), 'desk-plane-'));
  let source: Database;
  let postgres: PostgresServer;
  let hash: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    source = await openDatabase({ path: join(directory, 'postgres') });
    const { id: orgId } = await new Orgs(source).create('Fernhill “Labs”, \\ \u2028 é', new Date());
    const minted = await new ApiKeys(source, KEY_FORM).mint(
      { orgId, name: 'a key', scopes: ['meetings:read'] },
      new Date(),
    );
    hash = createHash('sha256').update(minted.secret).digest('hex');
    await source.orm.execute(sql`
      insert into meetings (id, org_id, title, starts_at, duration_minutes, created_at)
      select 'mtg_' || lpad(n::text, 20, '0'), ${orgId}, 'Meeting ' || n,
        now() + n * interval '1.000001 seconds', 30, now() from generate_series(1, 1700) n`);
    await source.orm.execute(sql`
      insert into incidents (id, key, rule_id, severity, title, scope, since, fired_at, evidence)
      values ('alr_1', 'k', 'x', 'page', 't', 'global', now(), now(), ${'{"a": [1.50, null, "\\u00e9"]}'}::jsonb)`);
  }, 120_000);

  afterAll(async () => {
    await source.close();
    await postgres.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is the same on a server: rows, identity, keys; and only once', async () => {
    const copied = await copyControlPlane(source, postgres.url(), SETTLED);
    expect(copied.find(({ table }) => table === 'meetings')?.rows).toBe(1700);
    const target = await openDatabase({ url: postgres.url(), path: '' });
    expect(target.identity).toBe(source.identity);
    expect(await new ApiKeys(target, KEY_FORM).findByHash(hash)).toEqual(
      await new ApiKeys(source, KEY_FORM).findByHash(hash),
    );
    await target.close();
    expect(await copyControlPlane(source, postgres.url(), SETTLED)).toEqual([]);
  }, 60_000);

  it('follows what has changed, and leaves nothing that is gone', async () => {
    await source.orm.execute(sql`delete from meetings where id like '%7'`);
    await source.orm.execute(sql`update orgs set name = 'Fernhill'`);
    const copied = await copyControlPlane(source, postgres.url(), SETTLED);
    expect(copied.map(({ table }) => table)).toEqual(expect.arrayContaining(['orgs', 'meetings']));
    const rows = await postgres.query(
      'select count(*)::int as n, min(orgs.name) as name from meetings join orgs on org_id = orgs.id',
    );
    expect(rows).toEqual([{ n: 1530, name: 'Fernhill' }]);
  }, 60_000);

  it('is never copied over another one', async () => {
    await postgres.query('create database other');
    const other = await openDatabase({ url: postgres.url('other'), path: '' });
    await new Orgs(other).create('Quarry Street', new Date());
    await other.close();
    await expect(copyControlPlane(source, postgres.url('other'), SETTLED)).rejects.toThrow(
      'holds another control plane (rows in orgs)',
    );
  }, 60_000);
});
