import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../src/database/open-database.ts';
import { Orgs } from '../src/database/orgs.ts';
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts';

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
});
