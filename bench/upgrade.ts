/**
 * Runs an earlier release, then opens what it left with this one, embedded and on a server:
 * `node bench/upgrade.ts [--from d024e79] [--rounds 10] [--fixture]`. Exit code 1 when an id is not
 * known as it was answered. With --fixture also writes what the gate's upgrade test opens.
 */
import '../testkit/header-help.ts';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../testkit/engines/clickhouse-server.ts';
import { writeFixture } from '../testkit/upgrade/fixture.ts';
import { unlike } from '../testkit/upgrade/left-behind.ts';
import { checkOutRelease, removeRelease } from './upgrade/former-release.ts';
import { leaveBehind } from './upgrade/leave-behind.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: 'd024e79' },
    rounds: { type: 'string', default: '10' },
    fixture: { type: 'boolean', default: false },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'desk-upgrade-'));
const release = join(directory, 'release');
const faults: string[] = [];
try {
  const main = checkOutRelease(values.from, release);
  const left = await leaveBehind(main, directory, Number(values.rounds));
  if (values.fixture) {
    const madeAt = new Date().toISOString();
    await writeFixture(join(directory, 'data'), { ...left, commit: values.from, madeAt });
  }
  // Both look at what the release left, not at what the other has made of it.
  cpSync(join(directory, 'data'), join(directory, 'data-by-url'), { recursive: true });
  await opened('embedded', 'data', {}, [...left.embedded, ...left.undelivered]);
  const store = await startClickHouse(join(directory, 'server'), await freePort());
  try {
    const env = { CLICKHOUSE_URL: store.url };
    await opened('server', 'data-by-url', env, [...left.server, ...left.undelivered]);
  } finally {
    await store.kill();
  }
} finally {
  removeRelease(release);
  rmSync(directory, { recursive: true });
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function opened(
  name: string,
  data: string,
  env: Readonly<Record<string, string>>,
  errors: Parameters<typeof unlike>[1],
): Promise<void> {
  const before = performance.now();
  const desk = await startDesk({ dataDir: join(directory, data), env });
  const startedMs = Math.round(performance.now() - before);
  const unlikes = await unlike(desk, errors);
  const allMs = Math.round(performance.now() - before);
  console.log(
    JSON.stringify({ name, ids: errors.length, unlike: unlikes.length, startedMs, allMs }),
  );
  faults.push(...unlikes);
  await desk.stop();
}
