import { join } from 'node:path';
import { type DeskProcess, startDesk } from '../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { provoker } from '../../testkit/traffic/provoke.ts';
import { type AnsweredError, type LeftBehind, unlike } from '../../testkit/upgrade/left-behind.ts';

/**
 * Lets the release `main` work in `directory`: in `data` with its embedded engines, then on a server
 * whose files are in `server`, then with that server down until it is killed itself. `rounds` times
 * seven errors each.
 */
export async function leaveBehind(
  main: string,
  directory: string,
  rounds: number,
): Promise<Omit<LeftBehind, 'commit' | 'madeAt'>> {
  const dataDir = join(directory, 'data');
  const first = await startDesk({ main, dataDir });
  const embedded = await provoke(first, rounds)
    .then((errors) => known(first, errors))
    .finally(() => first.stop());

  const store = await startClickHouse(join(directory, 'server'), await freePort());
  try {
    const second = await startDesk({ main, dataDir, env: { CLICKHOUSE_URL: store.url } });
    try {
      const server = await known(second, await provoke(second, rounds));
      await store.kill();
      const undelivered = await provoke(second, rounds);
      return { embedded, server, undelivered };
    } finally {
      process.kill(second.pid, 'SIGKILL');
      await second.stop();
    }
  } finally {
    await store.kill();
  }
}

async function provoke(desk: DeskProcess, rounds: number): Promise<AnsweredError[]> {
  const one = await provoker(desk);
  const errors: AnsweredError[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { requestId, code, cause, orgId, keyPrefix } of await one.seven()) {
      errors.push({ requestId, code, cause, orgId, keyPrefix });
    }
  }
  return errors;
}

/** The release itself has to find them, or there is nothing to hand over. */
async function known(
  desk: DeskProcess,
  errors: readonly AnsweredError[],
): Promise<AnsweredError[]> {
  const faults = await unlike(desk, errors);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return [...errors];
}
