import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startDesk } from '../../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { unpackFixture } from '../../../testkit/upgrade/fixture.ts';
import { unlike } from '../../../testkit/upgrade/left-behind.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';

// The fixture was made by that release itself: see bench/upgrade.ts. request_index keeps 400 days,
// so does the fixture: make it again by `node bench/upgrade.ts --rounds 1 --fixture` before.
const directory = mkdtempSync(join(tmpdir(), 'desk-upgrade-'));
const env = { RETENTION_DAYS: '3650' };
const databases = z.object({ database: z.string() });

afterAll(() => rmSync(directory, { recursive: true }));

/** Databases that hold the mark, and those that hold our events. */
async function where(store: OpenedStore) {
  const sql = 'SELECT database FROM system.tables WHERE name = {name: String}';
  const of = (name: string) => store.server.query(sql, { name }, databases);
  return await Promise.all([of('request_desk_store'), of('api_requests')]);
}

const IN_DEFAULT = [[{ database: 'default' }], [{ database: 'default' }]];

describe('what the last release before the mark left', () => {
  it('in DATA_DIR is adopted and marked, its spool delivered, every id known as before', async () => {
    const dataDir = join(directory, 'embedded');
    const { embedded, undelivered } = await unpackFixture(dataDir);
    expect(embedded.length).toBeGreaterThanOrEqual(7);
    expect(undelivered.length).toBeGreaterThanOrEqual(7);
    const desk = await startDesk({ dataDir, env });
    try {
      expect(await unlike(desk, [...embedded, ...undelivered])).toEqual([]);
    } finally {
      await desk.stop();
    }
    const store = await openClickHouse({ path: join(dataDir, 'clickhouse') });
    expect(await where(store)).toEqual(IN_DEFAULT);
    await store.close();
  });

  it('on a server is adopted and marked in the same way', async () => {
    const dataDir = join(directory, 'by-url');
    const { embedded, undelivered } = await unpackFixture(dataDir);
    const server = await startClickHouse(join(dataDir, 'clickhouse'), await freePort());
    try {
      const desk = await startDesk({ dataDir, env: { ...env, CLICKHOUSE_URL: server.url } });
      try {
        expect(await unlike(desk, [...embedded, ...undelivered])).toEqual([]);
      } finally {
        await desk.stop();
      }
      const store = await openClickHouse({ url: server.url, path: '' });
      expect(await where(store)).toEqual(IN_DEFAULT);
      await store.close();
    } finally {
      await server.kill();
    }
  });
});
