/**
 * How fast ids are answered in a store of a given size, embedded engine, data made inside it and
 * kept for the next run: `node bench/lookup.ts [--requests 250000] [--dir DIR] [--cold] [--compare]
 * [--profile] [--json FILE]`.
 * A request is four spans, an event and, when it failed, a log line; 30 days, a part each, and fresh ones.
 */
import '../testkit/header-help.ts';

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_MS } from '@request-desk/shared/durations';
import { traceIdOf } from '@request-desk/shared/ids';
import { z } from 'zod';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { daysAround } from '../server/src/clickhouse/queries/day-range.ts';
import { indexedIds } from '../server/src/clickhouse/queries/lookup-index.ts';
import { spansOfTrace } from '../server/src/clickhouse/queries/lookup-spans.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { openDatabase } from '../server/src/database/open-database.ts';
import { lookupOver } from '../testkit/desks/store-lookup.ts';
import { mintRequestId } from '../testkit/lookup/mint-request-id.ts';
import { fillDefaultTable, traceByAttribute } from './lookup/compare.ts';
import { countRequests, HIGH, insertRequests } from './lookup/data.ts';
import { printProfile } from './lookup/profile.ts';
import { type Row, row } from './ratios/row.ts';

const DAYS = 30;
const [CHUNK, FRESH] = [400_000, 2_000];
const BY_ATTRIBUTE = 'default table, by attribute';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '250000' },
    dir: { type: 'string' },
    hits: { type: 'string', default: '200' },
    cold: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const total = Number(values.requests);
const dir = values.dir ?? join(tmpdir(), `request-desk-lookup-${total}`);
mkdirSync(dir, { recursive: true });

const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') });
const database = await openDatabase({ path: join(dir, 'postgres') });
await migrate(clickhouse, 400);
// Data of an earlier run is as many days old as it is; the last day is always whole.
const startMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAYS * DAY_MS;
const stepMs = (DAYS * DAY_MS) / total;

for (let done = await countRequests(clickhouse); done < total; ) {
  const before = performance.now();
  const count = Math.min(CHUNK, total - done, Math.ceil(total / DAYS));
  await insertRequests(clickhouse, { from: done, count, startMs, stepMs });
  done += count;
  const rate = count / ((performance.now() - before) / 1000);
  process.stderr.write(`generated ${done} of ${total} requests, ${rate.toFixed(0)}/s\n`);
}
await mergePastDays();
// Beyond the numbers of the month: written just now, in small parts.
const freshFrom = total + Math.floor(Date.now() / 1000) * 10_000;
for (let from = 0; from < FRESH; from += 200) {
  await insertRequests(clickhouse, {
    from: freshFrom + from,
    count: 200,
    startMs: Date.now() - 60_000 - (freshFrom + from) * 2,
    stepMs: 2,
    scope: 'fresh',
  });
}

const lookup = lookupOver(clickhouse, database);

const idRow = z.object({ id: z.string() });
async function idsOf(from: number, span: number, wanted: number): Promise<string[]> {
  const rows = await clickhouse.query(
    `SELECT concat('req_', lower(leftPad(hex(high), 16, '0'))) AS id
     FROM (SELECT toUInt64({from: UInt64} + rand64() % {span: UInt64}) AS n, ${HIGH} AS high,
       cityHash64(n, 5) % 16 = 0 AS bad FROM numbers({tries: UInt64}))
     WHERE bad LIMIT {wanted: UInt32}`,
    { from, span, tries: wanted * 64, wanted },
    idRow,
  );
  return rows.map(({ id }) => id);
}

const wanted = Number(values.hits);
const hits = await idsOf(0, total, wanted);
const fresh = await idsOf(freshFrom, FRESH, 50);
const misses = Array.from({ length: wanted }, () => mintRequestId().requestId);

for (const id of [...hits.slice(0, 10), ...misses.slice(0, 5)]) await lookup.dossier(id);
const table: Record<string, Record<string, number>> = {};
let wrong = 0;
await measure('hit, merged parts', hits, async (id) => {
  const answer = await lookup.dossier(id);
  if (!answer.found || answer.spans.length !== 4) wrong++;
});
await measure('hit, fresh parts', fresh, async (id) => {
  if (!(await lookup.dossier(id)).found) wrong++;
});
await measure('miss', misses, async (id) => {
  if ((await lookup.dossier(id)).found) wrong++;
});
await measure('id → trace', hits, async (id) => {
  const [row] = await indexedIds(clickhouse, [id]);
  const days = daysAround(row?.seen_on ?? '', 1);
  if ((await spansOfTrace(clickhouse, traceIdOf(id), days, 5_000)).length !== 4) wrong++;
});
await measure('id → day', hits, async (id) => {
  if ((await indexedIds(clickhouse, [id])).length !== 1) wrong++;
});
const many = await idsOf(0, total, 500);
await measure('bulk, 500 ids', ['1', '2', '3'], async () => {
  const { items } = await lookup.lookups(many.join('\n'));
  if (items.some((item) => !item.found)) wrong++;
});
if (values.cold) {
  await measure(
    'hit, cold',
    await idsOf(0, total, 25),
    async (id) => {
      if (!(await lookup.dossier(id)).found) wrong++;
    },
    dropCaches,
  );
}
if (values.compare) {
  await fillDefaultTable(clickhouse);
  await measure(BY_ATTRIBUTE, hits.slice(0, 30), (id) => traceByAttribute(clickhouse, id));
}
const [size] = await clickhouse.query(
  `SELECT sum(rows) AS rows, count() AS parts, sum(bytes_on_disk) AS bytes FROM system.parts
   WHERE active AND table = 'otel_traces'`,
  {},
  z.object({ rows: z.number(), parts: z.number(), bytes: z.number() }),
);
console.log(
  `${total} requests, ${size?.rows} spans in ${size?.parts} parts; ms; wrong answers: ${wrong}`,
);
console.table(table);
if (values.profile)
  await printProfile(clickhouse, (store) => lookupOver(store, database), {
    hit: hits.slice(0, 48),
    miss: misses.slice(0, 12),
  });
if (values.json) writeFileSync(values.json, JSON.stringify(rowsOf(), undefined, 2));
await clickhouse.close();
await database.close();

async function measure(
  name: string,
  ids: readonly string[],
  ask: (id: string) => Promise<unknown>,
  before?: () => Promise<void>,
): Promise<void> {
  const took: number[] = [];
  let cpu = 0;
  for (const id of ids) {
    await before?.();
    const used = process.cpuUsage();
    const started = performance.now();
    await ask(id);
    took.push(performance.now() - started);
    const { user, system } = process.cpuUsage(used);
    cpu += (user + system) / 1000;
  }
  took.sort((a, b) => a - b);
  const at = (q: number) => Number((took[Math.ceil(q * took.length) - 1] ?? 0).toFixed(1));
  table[name] = {
    n: took.length,
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    cpu: Math.round(cpu / took.length),
  };
}

/** As the engine does with a day to which nothing came for two hours. */
async function mergePastDays(): Promise<void> {
  const parts = await clickhouse.query(
    `SELECT table, partition FROM system.parts
     WHERE active AND table IN ('otel_traces', 'otel_logs', 'api_requests') AND partition < toString(today())
     GROUP BY table, partition HAVING count() > 1 ORDER BY partition`,
    {},
    z.object({ table: z.string(), partition: z.string() }),
  );
  for (const [done, { table, partition }] of parts.entries()) {
    await clickhouse.command(`OPTIMIZE TABLE ${table} PARTITION '${partition}' FINAL`);
    if (done % 10 === 9) process.stderr.write(`merged ${done + 1} of ${parts.length} days\n`);
  }
}

/** The same as rows of the ratio table. */
function rowsOf(): Row[] {
  const size = `${total / 1e6} M requests`;
  // The goals are set for a month of a busy API.
  const whole = total >= 24e6;
  const ms = (name: string, at: 'p50' | 'p95', goal: string) =>
    table[name]
      ? [
          row({
            name: `lookup, ${size}: ${name}, ${at}`,
            value: table[name][at] ?? 0,
            unit: 'ms',
            goal: whole ? goal : '',
          }),
        ]
      : [];
  const [trace, byAttribute] = [table['id → trace']?.p50, table[BY_ATTRIBUTE]?.p50];
  return [
    ...ms('hit, merged parts', 'p95', '<= 100'),
    ...ms('hit, fresh parts', 'p95', '<= 100'),
    ...ms('miss', 'p95', '<= 100'),
    ...ms('hit, cold', 'p95', '<= 400'),
    ...ms('id → trace', 'p50', '<= 10'),
    ...ms('bulk, 500 ids', 'p50', '<= 2000'),
    ...(trace && byAttribute
      ? [
          row({
            name: 'lookup: default table by attribute / id → trace',
            value: byAttribute,
            unit: 'ms',
            reference: trace,
            goal: whole ? '>= 5' : '',
          }),
        ]
      : []),
  ];
}

/** The page cache and the engine's own; needs root for the first. */
async function dropCaches(): Promise<void> {
  execFileSync('sync');
  writeFileSync('/proc/sys/vm/drop_caches', '3');
  for (const cache of ['MARK CACHE', 'UNCOMPRESSED CACHE', 'QUERY CONDITION CACHE'])
    await clickhouse.command(`SYSTEM DROP ${cache}`);
}
