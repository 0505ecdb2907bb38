/**
 * What each step from a body to a row costs on one thread, in microseconds of CPU a span:
 * `node bench/ingest-steps.ts [--spans N] [--rounds N]`. The steps take turns; said are the least and the
 * median, of which the least is the step's own where others use the machine.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { redactKeys } from '@request-desk/fastify/redaction/scrub';
import { eachSuspect } from '@request-desk/fastify/redaction/suspect-bytes';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import pino from 'pino';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { clampOf, insertSelect } from '../server/src/clickhouse/segments/insert-select.ts';
import { prepare } from '../server/src/ingest/preparation/prepare.ts';
import { stamped } from '../server/src/ingest/stamp.ts';
import { walk } from '../server/src/ingest/wire-walk.ts';
import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';
import { payloadOf, writePayload } from './collector/payload.ts';
import { median } from './ratios/row.ts';

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
  },
});
const [spans, rounds] = [Number(values.spans), Number(values.rounds)];
const root = mkdtempSync(join(tmpdir(), 'desk-steps-'));
const log = pino({ level: 'silent' });
redactKeys(MEETSO_PROFILE);

writePayload(join(root, 'payload'), spans, Date.now());
const bodies = [...payloadOf(join(root, 'payload'))];
const segment = join(root, 'segment');
writeFileSync(segment, Buffer.concat(bodies));
const sender = { name: 'unnamed', own: false };
const parcel = { signal: 'traces', sender, encoding: 'protobuf' } as const;
const writer = new ProtobufWriter(2 ** 16);
const spool = await openSpool({
  path: join(root, 'spool'),
  sink: { deliver: async () => undefined },
  maxBytes: 2 ** 33,
  now: Date.now,
  log,
});
const store = await openClickHouse({ path: join(root, 'store') });
await migrate(store, 30);
await store.command('SYSTEM STOP MERGES');
const { sql, settings } = insertSelect('traces', { file: segment }, clampOf(Date.now(), 30));
const [, source = ''] = /FROM (file\(.*?\))\s+ARRAY JOIN/s.exec(sql) ?? [];
const run = (statement: string) => store.command(statement, {}, { ...settings, max_threads: 1 });
const each = (work: (body: Buffer) => unknown) => async () => {
  for (const body of bodies) work(body);
};

const steps: Record<string, () => Promise<void>> = {
  'receiver: walk of the wire format': each((body) => walk(body, 'TracesRequest')),
  'receiver: look for secrets': each((body) => eachSuspect(body, () => undefined)),
  'receiver: stamp of the sender': each((body) => stamped(body, sender, writer)),
  'receiver: all of these': each((body) => prepare(parcel, body, Number.POSITIVE_INFINITY, writer)),
  'spool: CRC, MAC and write': each((body) => spool.append('traces', body)),
  'engine: decode': () => run(`SELECT resource_spans FROM ${source} FORMAT Null`),
  'engine: decode, maps and ids': () =>
    run(`${sql.replace('INSERT INTO otel_traces', '')} FORMAT Null`),
  'engine: the whole INSERT': () => run(sql),
  'engine: one merge of it': merges,
};

const used = new Map<string, number[]>();
for (let round = 0; round < rounds; round++) {
  for (const [name, step] of Object.entries(steps)) {
    const before = process.cpuUsage();
    await step();
    const { user, system } = process.cpuUsage(before);
    used.set(name, [...(used.get(name) ?? []), (user + system) / spans]);
  }
  await store.command('TRUNCATE TABLE otel_traces');
}
console.table(
  [...used].map(([step, all]) => ({
    step,
    least: Number(Math.min(...all).toFixed(2)),
    median: Number(median(all).toFixed(2)),
  })),
);
await spool.close();
await store.close();
rmSync(root, { recursive: true });
process.exit();

/** Of the part that the step before has written. */
async function merges(): Promise<void> {
  await store.command('SYSTEM START MERGES otel_traces');
  await store.command('OPTIMIZE TABLE otel_traces FINAL', {}, { max_threads: 1 });
  await store.command('SYSTEM STOP MERGES');
}
