/**
 * Sends records and spans of random shapes to a desk and to a real collector whose ClickHouse exporter writes
 * into the desk's own tables (`create_schema: false`), each in an order of its own, and counts what is there
 * twice: `node bench/same-rows.ts [--shapes N] [--seed N]`. Exits 1 when anything is. Go builds the collector
 * once (minutes); without Go nothing is run.
 */
import '../testkit/header-help.ts';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../testkit/engines/clickhouse-server.ts';
import { reordered, type Shape, shapeOf } from '../testkit/otlp/log-shapes.ts';
import { logsBody, tracesBody } from '../testkit/otlp/otlp-bodies.ts';
import { poll } from '../testkit/poll.ts';
import { Random } from '../testkit/random.ts';
import { buildExporter } from './collector/build.ts';

const { values } = parseArgs({
  options: {
    shapes: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '19' },
  },
});
const exporter = buildExporter();
if (exporter === undefined) {
  console.log('skipped: there is no Go (1.24 or later) to build a collector with');
  process.exit();
}
/** So many go into one request. */
const BATCH = 500;
const random = new Random(Number(values.seed));
const shapes = Array.from({ length: Number(values.shapes) }, (_, n) =>
  shapeOf(random, n, Date.now()),
);
const root = mkdtempSync(join(tmpdir(), 'desk-same-rows-'));
const [http, tcp, otlp] = [await freePort(), await freePort(), await freePort()];
const store = await startClickHouse(join(root, 'store'), http, undefined, tcp);
const desk = await startDesk({
  dataDir: join(root, 'desk'),
  env: { CLICKHOUSE_URL: store.url, LOG_LEVEL: 'warn' },
});
mkdirSync(join(root, 'collector'));
const config = join(root, 'collector.yaml');
writeFileSync(
  config,
  `receivers: {otlp: {protocols: {http: {endpoint: 127.0.0.1:${otlp}}}}}
exporters:
  clickhouse:
    endpoint: tcp://127.0.0.1:${tcp}?dial_timeout=10s
    database: request_desk
    create_schema: false
service:
  telemetry: {metrics: {level: none}, logs: {level: warn}}
  pipelines:
    traces: {receivers: [otlp], exporters: [clickhouse]}
    logs: {receivers: [otlp], exporters: [clickhouse]}
`,
);
const collector = spawn(exporter, ['--config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
const ended = new Promise<void>((resolve) => collector.once('exit', () => resolve()));
try {
  const exported = `http://127.0.0.1:${otlp}`;
  await poll('the collector to listen', async () => {
    if (collector.exitCode !== null) throw new Error('the collector ended');
    return (await fetch(exported).catch(() => undefined)) && true;
  });
  // What is there twice is to be counted before it is replaced.
  await ask('SYSTEM STOP MERGES');
  for (let from = 0; from < shapes.length; from += BATCH) {
    const batch = shapes.slice(from, from + BATCH);
    await send(desk.otlpUrl, batch);
    await send(
      exported,
      batch.map((shape) => reordered(random, shape)),
    );
  }
  const all = shapes.length * 2;
  await poll(
    'all rows',
    async () => {
      const there = await ask(
        "SELECT (SELECT count() FROM otel_logs WHERE mapContains(LogAttributes, 'shape')), (SELECT count() FROM otel_traces WHERE SpanName = 'shape')",
      );
      return there === `${all}\t${all}` ? true : undefined;
    },
    { timeoutMs: 120_000, everyMs: 500 },
  );
  const logs = await ask(
    `SELECT count() FROM otel_logs FINAL WHERE mapContains(LogAttributes, 'shape')`,
  );
  const spans = await ask(`SELECT count() FROM otel_traces FINAL WHERE SpanName = 'shape'`);
  const texts =
    await ask(`SELECT count() FROM (SELECT SpanId FROM otel_traces WHERE SpanName = 'shape'
    GROUP BY SpanId HAVING uniqExact(mapSort(SpanAttributes), SpanKind, StatusCode, Duration) > 1)`);
  const unlike =
    await ask(`SELECT LogAttributes['shape'], Body, LogAttributes, ResourceAttributes, Sender FROM otel_logs
    WHERE mapContains(LogAttributes, 'shape') AND LogAttributes['shape'] IN (SELECT LogAttributes['shape'] FROM otel_logs
      GROUP BY 1 HAVING uniqExact(RecordHash) > 1) ORDER BY 1 LIMIT 4 FORMAT JSONEachRow`);
  const doubled = [Number(logs) - shapes.length, Number(spans) - shapes.length, Number(texts)];
  console.log(
    `${shapes.length} shapes by both ways: ${doubled[0]} records and ${doubled[1]} spans are there twice, ${doubled[2]} spans differ in their texts`,
  );
  if (unlike !== '') console.log(unlike);
  process.exitCode = doubled.every((count) => count === 0) ? 0 : 1;
} finally {
  collector.kill('SIGKILL');
  await ended;
  await desk.stop();
  await store.kill();
  rmSync(root, { recursive: true });
}

/** Requests stand one after another: together they are one. */
async function send(url: string, batch: readonly Shape[]): Promise<void> {
  const logs = batch.map(({ record, resource }) => logsBody([record], 'billing', resource));
  const spans = batch.map(({ record: { attributes = {}, at = 0 } }) => {
    const id = String(attributes.shape).padStart(16, 'a');
    return { traceId: id + id, spanId: id, name: 'shape', attributes, at };
  });
  await post(`${url}/v1/logs`, Buffer.concat(logs));
  await post(`${url}/v1/traces`, tracesBody(spans));
}

async function post(url: string, body: Uint8Array): Promise<void> {
  const headers = { 'content-type': 'application/x-protobuf' };
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  if (answer.status !== 200)
    throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function ask(sql: string): Promise<string> {
  const answer = await fetch(`${store.url}/?database=request_desk`, { method: 'POST', body: sql });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.text()).trim();
}
