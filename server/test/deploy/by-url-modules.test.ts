import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startDesk } from '../../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { postgresMissing, startPostgres } from '../../../testkit/engines/postgres-server.ts';
import { librariesOf, modulesIn, recordingTo } from '../../../testkit/modules/loaded-modules.ts';

const EMBEDDED = /chdb|pglite/i;

it.skipIf(postgresMissing())('by URL no embedded engine is loaded at all', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'desk-by-url-'));
  const loaded = join(directory, 'modules');
  const store = await startClickHouse(join(directory, 'store'), await freePort());
  const postgres = await startPostgres();
  const urls = { CLICKHOUSE_URL: store.url, DATABASE_URL: postgres.url() };
  try {
    const desk = await startDesk({
      dataDir: join(directory, 'desk'),
      env: { ...urls, ...recordingTo(loaded) },
    });
    try {
      for (const url of [desk.apiUrl, desk.otlpUrl, desk.consoleUrl])
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const modules = modulesIn(loaded);
      expect(modules.some((url) => url.includes('/node_modules/pg/'))).toBe(true);
      expect(modules.filter((url) => EMBEDDED.test(url))).toEqual([]);
      expect(librariesOf(desk.pid).filter((path) => EMBEDDED.test(path))).toEqual([]);
    } finally {
      await desk.stop();
    }
  } finally {
    await postgres.close();
    await store.kill();
    rmSync(directory, { recursive: true });
  }
});
