/**
 * One life of a process that spools and delivers: takes over what the last life left, appends the
 * bodies that no life has acknowledged, delivers, and writes every table into `tables.json`.
 * `node life.ts DIRECTORY AT-MS`.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import pino from 'pino';
import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';
import { startRollups } from '../../server/src/clickhouse/rollups.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { crashBodies } from './bodies.ts';

const TABLES = {
  otel_logs: '*',
  otel_traces: '*',
  api_requests: '* EXCEPT ingested_at',
  request_index: '*',
  error_rates_10s: '* EXCEPT Version',
  error_rates_1m: '* EXCEPT Version',
  error_rates_1h: '* EXCEPT Version',
} as const;
const log = pino({ level: 'silent' });
const [directory = '', atMs = ''] = process.argv.slice(2);
const acknowledged = join(directory, 'acknowledged');
const path = join(directory, 'spool');
mkdirSync(directory, { recursive: true });

const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
await migrate(clickhouse, 30);
const sink = clickHouseSink(clickhouse, 30);
const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: Date.now, log });

const before = existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').split('\n') : [];
for (const [n, { stream, body }] of crashBodies(Number(atMs)).entries()) {
  if (before.includes(String(n))) continue;
  spool.append(stream, body);
  appendFileSync(acknowledged, `${n}\n`);
}
while (spool.state().backlog_bytes > 0) await setTimeout(20);
// One more round, so that what an unclean end put into doubt is delivered again.
await setTimeout(250);
await spool.close();

const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
await rollups.tick();
await rollups.stop();
const tables: Record<string, unknown> = {};
for (const [table, columns] of Object.entries(TABLES)) {
  const rows = await clickhouse.query(
    `SELECT ${columns} FROM ${table} FINAL ORDER BY ALL`,
    {},
    z.unknown(),
  );
  tables[table] = rows;
}
const quarantine = join(path, 'quarantine');
const setAside = readdirSync(quarantine).filter((name) => name.endsWith('.unreadable'));
// A body that was written and not acknowledged is written twice: the same bytes, set aside twice.
tables.quarantine = [
  ...new Set(setAside.map((name) => readFileSync(join(quarantine, name)).toString('hex'))),
];
writeFileSync(join(directory, 'tables.json'), JSON.stringify(tables, undefined, 1));
await clickhouse.close();
