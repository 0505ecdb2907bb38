/**
 * What one tick of the alert engine costs when 5,000 organisations call 50 routes, how it grows with
 * the number of requests, in milliseconds of CPU, and how long its questions to the embedded store
 * take beside that: `node bench/alert-tick.ts [--orgs 5000] [--routes 50]`.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bucket, type ErrorCell, STEP_S } from '../server/src/alerts/engine/bucket.ts';
import { decide } from '../server/src/alerts/engine/decide.ts';
import { CELL_S } from '../server/src/alerts/engine/history.ts';
import type { Slice } from '../server/src/alerts/engine/slice.ts';
import { type EngineState, emptyState, WINDOW } from '../server/src/alerts/engine/state.ts';
import { readBuckets } from '../server/src/alerts/evaluate/feed.ts';
import { changedBuckets, checksumsIn } from '../server/src/alerts/evaluate/window-checksums.ts';
import { judgedCodes } from '../server/src/alerts/judged-codes.ts';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';

const JUDGED = judgedCodes(MEETSO_PROFILE);

/** The first fill the window; then six hours of history are there at once. */
const TICKS = WINDOW + 66;
const READS = 20;
/** The newest buckets, whose rows still arrive. */
const COMPUTED_AGAIN = 2;
const FROM = 1_767_700_200;

const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '5000' },
    routes: { type: 'string', default: '50' },
  },
});
const orgs = Array.from({ length: Number(values.orgs) }, (_, i) => `org_${i}`);
const routes = Array.from({ length: Number(values.routes) }, (_, i) => `/route/${i}`);

for (const [name, requests, errors] of [
  ['quiet', 1, 0],
  ['0.2 % errors, as usual', 1, 0.002],
  ['2 % errors', 1, 0.02],
  ['2 % errors, 1000 times the requests', 1000, 0.02],
  ['every pair failing', 1, 1],
] as const) {
  const took: number[] = [];
  let state = emptyState();
  for (let i = 0; i < TICKS; i++) {
    const bucket = bucketOf(FROM + i * 10, requests, errors);
    const end = bucket.t + 10;
    const before = process.cpuUsage();
    state = decide(state, { buckets: [bucket], closedTo: end, heartbeats: true }, end).state;
    const { user, system } = process.cpuUsage(before);
    if (i >= WINDOW) took.push((user + system) / 1000);
    if (i === WINDOW) state = { ...state, history: fullHistory(state) };
  }
  took.sort((a, b) => a - b);
  const at = (q: number) =>
    (took[Math.min(took.length - 1, Math.floor(q * took.length))] ?? 0).toFixed(0);
  console.log(`${name.padEnd(38)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  max ${at(1)} ms`);
}

/** The first cell of the history, as often as six hours have it. */
function fullHistory({ history, window }: EngineState): Slice[] {
  const [cell] = history;
  if (!cell) throw new Error('a full window has made no cell of the history');
  const first = window[0]?.t ?? 0;
  const cells = Array.from({ length: 72 }, (_, i) => ({ ...cell, t: first - i * CELL_S }));
  return cells.reverse();
}

await reading('every tenth pair calls in ten seconds', 10);
await reading('every pair calls in every ten seconds', 1);

/** Milliseconds; `cpu` holds what the store does in the background meanwhile, too. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * A window of rollups in which every `nth` pair calls in each bucket, and 2 % of the calls fail. Before
 * each look the newest buckets are computed again; in the end all of them, first with what they held,
 * then with late rows.
 */
async function reading(name: string, nth: number): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'desk-tick-'));
  const clickhouse = await openClickHouse({ path });
  const to = Math.floor(Date.now() / 10_000) * 10;
  const range = { from: to - WINDOW * STEP_S, to };
  let version = range.from * 1000;
  const compute = async (t: number, requests = 1) =>
    await clickhouse.command(
      `INSERT INTO error_rates_10s SELECT toDateTime(${t}),
         if(number % 50 = 0, 'internal_error', '') AS code, if(code = '', 200, 500),
         concat('/route/', toString(pair % ${routes.length})),
         concat('org_', toString(intDiv(pair, ${routes.length}))), ${requests}, ${version}
       FROM (SELECT number, number * ${nth} + ${(t / STEP_S) % nth} AS pair
         FROM numbers(${Math.floor((orgs.length * routes.length) / nth)}))`,
    );
  try {
    await migrate(clickhouse, 30);
    await clickhouse.command('TRUNCATE TABLE error_rates_10s');
    for (let t = range.from; t < to; t += STEP_S, version += STEP_S * 1000) await compute(t);
    let known = await checksumsIn(clickhouse, range);
    const look = async (): Promise<Cost> => {
      const began = performance.now();
      const { user, system } = process.cpuUsage();
      const again = changedBuckets(
        known,
        await checksumsIn(clickhouse, range),
        (t) => t < to - STEP_S,
      );
      await readBuckets(clickhouse, JUDGED, [...again.changed, to - STEP_S]);
      known = again.known;
      const cpu = process.cpuUsage();
      const spent = (cpu.user + cpu.system - user - system) / 1000;
      return { wall: performance.now() - began, cpu: spent };
    };
    const took: Cost[] = [];
    for (let n = 0; n < READS; n++, version += 1000) {
      for (let back = COMPUTED_AGAIN; back >= 1; back--) await compute(to - back * STEP_S);
      took.push(await look());
    }
    for (let t = range.from; t < to; t += STEP_S) await compute(t);
    const same = await look();
    version += 1000;
    for (let t = range.from; t < to; t += STEP_S) await compute(t, 2);
    const late = await look();
    console.log(`read: ${name}`);
    for (const kind of ['wall', 'cpu'] as const) {
      const sorted = took.map((cost) => cost[kind]).sort((a, b) => a - b);
      const at = (q: number) => (sorted[Math.floor(q * (READS - 1))] ?? 0).toFixed(0);
      console.log(
        `  ${kind.padEnd(4)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  max ${at(1)} ms, the whole window ` +
          `computed again ${same[kind].toFixed(0)} ms, with late rows everywhere ${late[kind].toFixed(0)} ms`,
      );
    }
  } finally {
    await clickhouse.close();
    rmSync(path, { recursive: true });
  }
}

function bucketOf(t: number, times: number, errors: number): Bucket {
  const cells: ErrorCell[] = [];
  orgs.forEach((org, i) => {
    routes.forEach((route, j) => {
      if ((i * 31 + j * 17 + t / 10) % 1000 < errors * 1000) cells.push([org, route, 500, times]);
    });
  });
  return {
    t,
    complete: true,
    orgs: Object.fromEntries(orgs.map((org) => [org, times * routes.length])),
    routes: Object.fromEntries(routes.map((route) => [route, times * orgs.length])),
    errors: cells,
  };
}
