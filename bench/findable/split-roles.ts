import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskProcess, startDesk } from '../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { startPostgres } from '../../testkit/engines/postgres-server.ts';

/** The roles that run, each in a process of its own. */
const ROLES = ['console', 'api', 'ingest', 'alerts'] as const;

/** A desk whose roles are processes of their own, on a ClickHouse server and a Postgres. */
export async function startSplitRoles(
  env: Readonly<Record<string, string>>,
): Promise<Pick<DeskProcess, 'apiUrl' | 'consoleUrl' | 'staffToken' | 'stop'>> {
  const root = await mkdtemp(join(tmpdir(), 'desk-split-'));
  const stops: (() => unknown)[] = [() => rm(root, { recursive: true, force: true })];
  const stop = async () => {
    for (const one of stops.reverse()) await one();
  };
  try {
    const postgres = await startPostgres(await freePort());
    stops.push(() => postgres.close());
    const store = await startClickHouse(join(root, 'clickhouse'), await freePort());
    stops.push(() => store.kill());
    const staffToken = randomBytes(24).toString('hex');
    const desks: Partial<Record<(typeof ROLES)[number], DeskProcess>> = {};
    for (const role of ROLES) {
      const desk = await startDesk({
        dataDir: join(root, role),
        env: {
          CLICKHOUSE_URL: store.url,
          DATABASE_URL: postgres.url(),
          LOG_LEVEL: 'error',
          ROLES: role,
          STAFF_TOKEN: staffToken,
          DRAIN_SECONDS: '0',
          ...env,
        },
      });
      stops.push(() => desk.stop());
      desks[role] = desk;
    }
    const { api, console: page } = desks;
    if (api === undefined || page === undefined) throw new Error('a role did not start');
    return { apiUrl: api.apiUrl, consoleUrl: page.consoleUrl, staffToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
