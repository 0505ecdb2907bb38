import { fork, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDesk } from '../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { poll } from '../../testkit/poll.ts';
import { said } from '../ratios/process.ts';

/** A running way from OTLP to rows. */
export interface Path {
  /** Where bodies are sent. */
  readonly url: string;
  /** The processes that do the work, by what they do. */
  readonly processes: Readonly<Record<string, number>>;
  /** True once `spans` sent spans are rows. */
  isThrough(spans: number): Promise<boolean>;
  /** How many rows there are and how many different spans. */
  rows(): Promise<Counted>;
  stop(): Promise<void>;
}

interface Counted {
  readonly rows: number;
  readonly spans: number;
}

export type PathName = 'collector' | 'collector with files' | 'by URL' | 'embedded';

const COUNTER = join(import.meta.dirname, 'count-process.ts');
const COUNTED = 'count() AS rows, uniqExact(TraceId, SpanId) AS spans';

/** Starts one with an empty store in `folder`; `exporter` is the collector's program. */
export function startPath(name: PathName, folder: string, exporter: string): Promise<Path> {
  mkdirSync(folder, { recursive: true });
  if (name === 'embedded') return embedded(folder);
  if (name === 'by URL') return byUrl(folder);
  return exported(folder, exporter, name === 'collector with files');
}

async function exported(folder: string, exporter: string, inFiles: boolean): Promise<Path> {
  const [port, tcpPort, otlp] = [await freePort(), await freePort(), await freePort()];
  const store = await startClickHouse(join(folder, 'store'), port, undefined, tcpPort);
  const config = join(folder, 'collector.yaml');
  const queue = join(folder, 'queue');
  mkdirSync(queue);
  writeFileSync(config, configuration(otlp, tcpPort, inFiles ? queue : undefined));
  const collector = spawn(exporter, ['--config', config], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => collector.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${otlp}`;
  await poll('the collector to listen', async () => {
    if (collector.exitCode !== null) throw new Error('the collector ended');
    return (await fetch(url).catch(() => undefined)) && true;
  }).catch(async (error: unknown) => {
    collector.kill('SIGKILL');
    await store.kill();
    throw error;
  });
  return {
    url,
    processes: { receiver: collector.pid ?? 0, store: store.pid },
    ...served(store.url, 'otel_bench.otel_traces'),
    async stop() {
      collector.kill('SIGKILL');
      await ended;
      await store.kill();
    },
  };
}

/** As the exporter's documentation has it, and with nothing that it would have to do besides. */
function configuration(otlp: number, store: number, queue: string | undefined): string {
  const storage = queue === undefined ? '' : 'storage: file_storage,';
  return `extensions:
  file_storage: {directory: ${queue ?? '.'}, fsync: false}
receivers: {otlp: {protocols: {http: {endpoint: 127.0.0.1:${otlp}, max_request_body_size: 67108864}}}}
processors: {memory_limiter: {check_interval: 1s, limit_mib: 2048}}
exporters:
  clickhouse:
    endpoint: tcp://127.0.0.1:${store}?dial_timeout=10s
    database: otel_bench
    create_schema: true
    timeout: 60s
    retry_on_failure: {enabled: true, initial_interval: 1s, max_elapsed_time: 0s}
    sending_queue: {num_consumers: 10, queue_size: 10000, block_on_overflow: true, ${storage} batch: {flush_timeout: 200ms, min_size: 8192}}
service:
  telemetry: {metrics: {level: none}, logs: {level: warn}}
  extensions: [file_storage]
  pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [clickhouse]}}
`;
}

async function byUrl(folder: string): Promise<Path> {
  const store = await startClickHouse(join(folder, 'store'), await freePort());
  const desk = await startDesk({
    dataDir: join(folder, 'desk'),
    env: { CLICKHOUSE_URL: store.url, LOG_LEVEL: 'warn' },
  }).catch(async (error: unknown) => {
    await store.kill();
    throw error;
  });
  return {
    url: desk.otlpUrl,
    processes: { receiver: desk.pid, store: store.pid },
    ...served(store.url, 'request_desk.otel_traces'),
    async stop() {
      await desk.stop();
      await store.kill();
    },
  };
}

async function embedded(folder: string): Promise<Path> {
  const dataDir = join(folder, 'desk');
  const desk = await startDesk({ dataDir, env: { LOG_LEVEL: 'warn' } });
  return {
    url: desk.otlpUrl,
    processes: { 'receiver and store': desk.pid },
    // Only this process may ask its store: what it holds no longer is in it.
    async isThrough() {
      const { telemetry } = (await (await fetch(`${desk.otlpUrl}/readyz`)).json()) as Readiness;
      return telemetry.backlog_bytes === 0 && telemetry.backlog_segments === 0;
    },
    async rows() {
      await desk.stop();
      return await said<Counted>(fork(COUNTER, [join(dataDir, 'clickhouse')]));
    },
    stop: () => desk.stop(),
  };
}

interface Readiness {
  readonly telemetry: { readonly backlog_bytes: number; readonly backlog_segments: number };
}

function served(url: string, table: string) {
  const ask = async (columns: string) => {
    const query = `SELECT ${columns} FROM ${table} FORMAT JSONEachRow`;
    const settings = 'output_format_json_quote_64bit_integers=0';
    const answer = await fetch(`${url}/?${settings}`, { method: 'POST', body: query });
    return answer.ok ? JSON.parse(await answer.text()) : { rows: 0, spans: 0 };
  };
  return {
    isThrough: async (spans: number) => (await ask('count() AS rows')).rows >= spans,
    rows: () => ask(COUNTED),
  };
}
