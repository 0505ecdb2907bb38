/**
 * What a request costs: bytes on disk table by table, beside the tables that the collector's ClickHouse exporter makes
 * by itself, and CPU of an API process and of the store; and what N requests a second then take.
 * `node bench/capacity.ts [--requests N] [--rate N] [--seconds N] [--out FILE]`. Needs Postgres for the CPU of calls.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../testkit/engines/clickhouse-server.ts';
import { postgresMissing, startPostgres } from '../testkit/engines/postgres-server.ts';
import { type CallCosts, callCosts } from './capacity/calls.ts';
import { copyToExporter, merge, sizes, storeDay, type TableSize } from './capacity/disk.ts';
import { type Capacity, capacityOf } from './capacity/model.ts';
import { usageOf } from './collector/usage.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '300000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
    out: { type: 'string' },
  },
});
const GOAL_BYTES = 250;
const RATES = [10, 100, 1_000, 10_000, 100_000, 1_000_000];
const DAYS = [7, 30, 90];
/** Requests a second through one ingest process: a quarter of what 8 us of CPU a record, three records each, allow. */
const OF_INGEST = 5_000;
/** Dollars, about what large clouds ask for by the hour; put your own. */
const PRICES = { coreMonth: 30, tbMonth: 80 };
const ASSUMED = {
  replicas: 2,
  diskFill: 0.7,
  busy: 0.5,
  coresOfNode: 32,
  diskOfNodeTb: 20,
  ...PRICES,
};

const requests = Number(values.requests);
const lines: string[] = [];
const say = (line = '') => {
  console.log(line);
  lines.push(line);
};
const load = () =>
  `load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')}`;
const root = mkdtempSync(join(tmpdir(), 'desk-capacity-'));
try {
  // A server each: merges of the one are not to be counted as the calls'.
  const { bytes, storeUs } = await onServer('day', measureDisk);
  const calls = await onServer('calls', measureCalls);
  if (calls) sayModel(bytes, storeUs, calls);
} finally {
  rmSync(root, { recursive: true, force: true });
}
if (values.out) writeFileSync(values.out, `${lines.join('\n')}\n`);

async function onServer<T>(
  name: string,
  work: (server: ClickHouseServer) => Promise<T>,
): Promise<T> {
  const server = await startClickHouse(join(root, name), await freePort());
  try {
    return await work(server);
  } finally {
    await server.kill();
  }
}

async function measureDisk({ url, pid }: ClickHouseServer) {
  const store = await openClickHouse({ url, database: 'measured', path: '' });
  const exporter = await openClickHouse({ url, database: 'exporter', path: '' });
  await exporter.server.command('CREATE DATABASE exporter');
  await exporter.use('exporter');
  try {
    await migrate(store, 30);
    const cpu = () => usageOf(pid).cpuUs;
    const begun = cpu();
    await storeDay(store, join(root, 'spool'), requests);
    const stored = cpu();
    await merge(store);
    const merged = cpu();
    const own = await sizes(store);
    await copyToExporter(store, exporter);
    const theirs = await sizes(exporter);
    const total = (tables: readonly TableSize[]) =>
      tables.reduce((sum, one) => sum + one.bytes, 0) / requests;
    say(
      `${requests} requests of a day, 500 keys of 200 organisations, written as live ones are; ${load()}`,
    );
    say();
    say('bytes a request after merging'.padEnd(46) + 'rows'.padStart(10) + 'bytes'.padStart(10));
    for (const { table, rows, bytes } of own)
      say(
        table.padEnd(46) + String(rows).padStart(10) + (bytes / requests).toFixed(2).padStart(10),
      );
    say(`${'all'.padEnd(56)}${total(own).toFixed(1).padStart(10)}  (goal <= ${GOAL_BYTES})`);
    for (const { table, rows, bytes } of theirs)
      say(
        `exporter's own schema: ${table}`.padEnd(46) +
          String(rows).padStart(10) +
          (bytes / requests).toFixed(2).padStart(10),
      );
    say(`${"exporter's own schema: all".padEnd(56)}${total(theirs).toFixed(1).padStart(10)}`);
    say();
    say(
      `store, delivery in large segments, views and rollups: ${((stored - begun) / requests).toFixed(0)} us of CPU a request`,
    );
    say(
      `store, all merges to one part: ${((merged - stored) / requests).toFixed(0)} us of CPU a request; ${load()}`,
    );
    return { bytes: total(own), storeUs: (merged - begun) / requests };
  } finally {
    await store.close();
    await exporter.close();
  }
}

async function measureCalls(on: ClickHouseServer): Promise<CallCosts | undefined> {
  const missing = postgresMissing();
  if (missing !== undefined) {
    say(`CPU of calls: skipped, ${missing}`);
    return undefined;
  }
  const postgres = await startPostgres();
  const store = await openClickHouse({ url: on.url, database: 'called', path: '' });
  try {
    await migrate(store, 30);
    const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
    const costs = await callCosts({ server: on, postgres, store }, rate, seconds);
    const each = (rows: number) => (rows / costs.answered).toFixed(2);
    say();
    say(
      `${costs.answered} calls at ${rate} a second, one in ten failing, ${costs.overloaded} refused as overloaded; ${load()}`,
    );
    say(
      `rows a call: ${each(costs.events)} events, ${each(costs.spans)} spans, ${each(costs.logs)} other log records`,
    );
    say(`API process with its telemetry: ${costs.apiUs.toFixed(0)} us of CPU a call`);
    say(`store, at that rate: ${costs.storeUs.toFixed(0)} us of CPU a call`);
    return costs;
  } finally {
    await store.close();
    await postgres.close();
  }
}

function sayModel(bytes: number, storeUs: number, { apiUs, storeUs: atRate }: CallCosts): void {
  const { replicas, diskFill, busy, coresOfNode, diskOfNodeTb } = ASSUMED;
  const delivererUs = Math.max(0, atRate - storeUs) * Number(values.rate);
  const inputs = { ...ASSUMED, bytes, apiUs, storeUs, delivererUs };
  const ofApi = Math.floor((1e6 * busy) / apiUs);
  say();
  say(
    `Model: ${bytes.toFixed(0)} bytes, ${apiUs.toFixed(0)} us of an API process and ${storeUs.toFixed(0)} us of the store a ` +
      `request, and ${(delivererUs / 1000).toFixed(0)} ms of the store a second for each process that delivers;`,
  );
  say(
    `${replicas} replicas, disks filled to ${diskFill * 100} %, cores busy to ${busy * 100} %, nodes of ${coresOfNode} ` +
      `cores and ${diskOfNodeTb} TB. Delivered by API processes: ${ofApi} requests/s each; by ingest processes: ${OF_INGEST}. ` +
      `A core costs $${PRICES.coreMonth} and a TB $${PRICES.tbMonth} a month.`,
  );
  const widths = [10, 6, 10, 12, 26, 26, 28];
  const line = (cells: readonly string[]) =>
    say(cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join(''));
  const nodes = ({ storeCores, nodes }: Capacity) =>
    `${storeCores.toPrecision(3)} cores, ${nodes} nodes`;
  line([
    'requests/s',
    'days',
    'disk TB',
    'API cores',
    'store, API delivers',
    'store, ingest delivers',
    'all, ingest delivers, $/month',
  ]);
  for (const rate of RATES)
    for (const days of DAYS) {
      const direct = capacityOf(inputs, { rate, days, ofDeliverer: ofApi });
      const byIngest = capacityOf(inputs, { rate, days, ofDeliverer: OF_INGEST });
      line([
        String(rate),
        String(days),
        direct.diskTb.toPrecision(3),
        direct.apiCores.toPrecision(3),
        nodes(direct),
        nodes(byIngest),
        byIngest.costMonth.toPrecision(3),
      ]);
    }
}
