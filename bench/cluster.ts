/**
 * Runs a desk on a cluster of two shards with two replicas while its servers fail in turn, changes the
 * schema, and compares lookups with one server: `npm run cluster -- --help`. Exits 1 when something is
 * not as it should be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type OpenedStore, openClickHouse } from '../server/src/clickhouse/client.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { openDatabase } from '../server/src/database/open-database.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { CLUSTER, startCluster } from '../testkit/engines/clickhouse-cluster.ts';
import { freePort, startClickHouse } from '../testkit/engines/clickhouse-server.ts';
import { askNode } from '../testkit/engines/cluster-requests.ts';
import { mintRequestId } from '../testkit/lookup/mint-request-id.ts';
import { poll } from '../testkit/poll.ts';
import { changeSchema } from '../testkit/upgrade/schema-changes.ts';
import { judged } from './chaos/judge.ts';
import { startLoad } from './cluster/load.ts';
import { failedIds, fill, measureLookups, startOfData } from './cluster/lookups.ts';

const HELP = `npm run cluster -- [--rate N] [--seconds N] [--requests N] [--lookups N]

  --rate N      calls of the API in a second (default 100)
  --seconds N   how long each fault lasts, and the time without one before and after it (default 10)
  --requests N  made-up requests, four spans each, for the comparison of lookups (default 100000)
  --lookups N   how many are timed (default 200)`;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    requests: { type: 'string', default: '100000' },
    lookups: { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const phaseMs = Number(values.seconds) * 1000;
const directory = mkdtempSync(join(tmpdir(), 'desk-cluster-bench-'));
const faults: string[] = [];
const cluster = await startCluster({ directory });
let desk: DeskProcess | undefined;

try {
  desk = await startDesk({ env: { CLICKHOUSE_URL: cluster.url, CLICKHOUSE_CLUSTER: CLUSTER } });
  await fail(desk);
  await desk.stop();
  desk = undefined;
  const store = await open(cluster.url);
  const { found, expected } = await changeSchema(store, directory);
  check('each kind of change of the schema', `${found}` === `${expected}`, found.join('; '));
  await compare(store);
  await store.close();
} finally {
  await desk?.stop();
  await cluster.close();
  rmSync(directory, { recursive: true, force: true });
}
console.log(faults.length === 0 ? 'everything as it should be' : faults.join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;

function check(what: string, holds: boolean, seen: unknown): void {
  console.log(`${holds ? 'ok   ' : 'FAULT'}  ${what}: ${seen}`);
  if (!holds) faults.push(`${what}: ${seen}`);
}

async function open(url: string, name: string | undefined = CLUSTER): Promise<OpenedStore> {
  const store = await openClickHouse({ url, path: '', ...(name === '' ? {} : { cluster: name }) });
  await migrate(store, 30);
  return store;
}

/** A replica killed, one that hangs, a shard away, all under load. */
async function fail(running: DeskProcess): Promise<void> {
  const load = startLoad(running.apiUrl, Number(values.rate));
  const client = supportClient(running);
  const phase = async (name: string) => {
    await pause(phaseMs);
    console.log(`       ${name}: ${load.ids.size} ids, ${load.failed()} calls without one`);
  };
  await phase('all well');
  await cluster.node(2, 2).kill();
  await phase('a replica killed');
  const [early = ''] = load.ids;
  const isFound = async () => ((await client.request(early)).found ? true : undefined);
  const found = await poll('an id of before', isFound).catch(() => false);
  check('an id of before is found without it', found, early);
  await cluster.node(2, 2).start();
  await phase('the replica back');
  cluster.node(1, 1).freeze();
  await phase('a replica hangs');
  cluster.node(1, 1).resume();
  await phase('it goes on');
  await Promise.all([cluster.node(2, 1).kill(), cluster.node(2, 2).kill()]);
  await phase('a shard away');
  const unknown = await client.request(mintRequestId().requestId);
  const reason = unknown.found ? 'found' : unknown.reason;
  check('an unknown id is not "never seen" then', /unavailable|incomplete/.test(reason), reason);
  await Promise.all([cluster.node(2, 1).start(), cluster.node(2, 2).start()]);
  await phase('the shard back');
  await load.end();
  check('calls without an id', load.failed() === 0, load.failed());
  await delivered(running);
  await judge(load.ids);
}

async function delivered(running: DeskProcess): Promise<void> {
  const state = async () => {
    const answer = await fetch(`${running.apiUrl}/readyz`);
    const { telemetry } = (await answer.json()) as { telemetry: { backlog_bytes?: number } };
    return telemetry.backlog_bytes === 0 ? true : undefined;
  };
  const started = performance.now();
  await poll('all to be delivered', state, { timeoutMs: 300_000, everyMs: 500 });
  console.log(`       all delivered after ${Math.round(performance.now() - started)} ms`);
  // The rollups follow.
  await pause(20_000);
}

async function judge(ids: ReadonlySet<string>): Promise<void> {
  // A server of this library may abort; it is started again.
  const ask = async (sql: string) => {
    const rows = () => askNode(cluster.url, `${sql} FORMAT JSONEachRow`).catch(() => undefined);
    return (await poll('an answer of the store', rows)).map((line) => JSON.parse(line));
  };
  const { missing, duplicates, rollupDifference } = await judged(ask, ids);
  check('ids lost', missing.length === 0, `${missing.length} of ${ids.size}`);
  check('ids doubled', duplicates.length === 0, duplicates.length);
  check('difference of the rollups', rollupDifference === 0, rollupDifference);
  const counts = await Promise.all(
    cluster.nodes.map(({ url }) => askNode(url, 'SELECT count() FROM api_requests_local FINAL')),
  );
  const [first = 0, second = 0, third = 0, fourth = 0] = counts.map(([count]) => Number(count));
  check('replicas have the same', first === second && third === fourth, counts.join(', '));
}

/** Lookups on the cluster beside one server with the same rows. */
async function compare(store: OpenedStore): Promise<void> {
  const total = Number(values.requests);
  const database = await openDatabase({ path: join(directory, 'postgres') });
  const server = await startClickHouse(join(directory, 'one'), await freePort());
  const one = await open(server.url, '');
  try {
    const startMs = startOfData();
    await fill(one, total, startMs);
    await fill(store, total, startMs);
    const [on = 0, two = 0] = (
      await Promise.all(
        [1, 2].map((shard) =>
          askNode(cluster.node(shard, 1).url, 'SELECT count() FROM otel_traces_local'),
        ),
      )
    ).map(([count]) => Number(count));
    const share = (100 * on) / (on + two);
    check('share of the first shard', share > 45 && share < 55, `${share.toFixed(2)} % of spans`);
    const ids = await failedIds(one, total, Number(values.lookups));
    const [alone, spread] = await measureLookups([one, store], database, ids);
    const ratio = (spread?.p95 ?? Number.NaN) / (alone?.p95 ?? 1);
    console.log(
      `       one server: ${JSON.stringify(alone)}, cluster: ${JSON.stringify(spread)} (ms)`,
    );
    check('wrong answers', alone?.wrong === 0 && spread?.wrong === 0, spread?.wrong);
    console.log(
      `       p95 on the cluster is ${ratio.toFixed(2)} of one server's, ${on + two} spans`,
    );
  } finally {
    await one.close();
    await server.kill();
    await database.close();
  }
}
