/**
 * What a receiver does to memory: hostile bodies, a backlog of many spans while the store is away,
 * overload while it is back, and whether every span arrives: `node bench/soak.ts [--spans 10000000]
 * [--seconds 300] [--json FILE]`. The process is the real one, the store a ClickHouse server.
 */
import '../testkit/header-help.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../testkit/engines/clickhouse-server.ts';
import { StoreProxy } from './chaos/store-proxy.ts';
import { SPANS_PER_BODY } from './ratios/span-bodies.ts';
import { hostileBodies } from './soak/hostile.ts';

const SAMPLE_MS = 1_000;
const IDLE_MS = 20_000;
const TIMES = 12;
const GIVE_UP_MS = 900_000;

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '10000000' },
    seconds: { type: 'string', default: '300' },
    json: { type: 'string' },
  },
});
const bodies = Math.ceil(Number(values.spans) / SPANS_PER_BODY);
const nowMs = String(Date.now());
const root = mkdtempSync(join(tmpdir(), 'desk-soak-'));
const store = await startClickHouse(join(root, 'clickhouse'), await freePort());
const proxy = new StoreProxy(store.url);
const proxyPort = await freePort();
await proxy.listen(proxyPort);
const desk = await startDesk({
  dataDir: join(root, 'desk'),
  env: { CLICKHOUSE_URL: `http://127.0.0.1:${proxyPort}`, LOG_LEVEL: 'fatal' },
});
const curve: { scene: string; second: number; rssMb: number; backlogMb: number }[] = [];
const started = performance.now();
let scene = 'idle';
const sampler = setInterval(() => void sample(), SAMPLE_MS);

try {
  await setTimeout(IDLE_MS);
  const idle = curve.at(-1)?.rssMb ?? 0;
  scene = 'hostile bodies';
  const answers = await hostile();
  scene = 'backlog, store away';
  proxy.mood = 'errors';
  const stored = await posted(0, bodies, 3_600);
  scene = 'overload';
  proxy.well();
  const overload = await posted(bodies, 1e9, Number(values.seconds));
  scene = 'delivery of the backlog';
  const wanted = (stored.taken + overload.taken) * SPANS_PER_BODY;
  const arrived = await untilStored(wanted);

  const scenes = [...new Set(curve.map((point) => point.scene))];
  console.table(scenes.map((name) => ({ scene: name, ...summary(name, idle) })));
  console.table(answers);
  console.log(`${wanted} spans taken, ${arrived} stored; put off ${overload.putOff} times`);
  const busy = scenes.filter((name) => name !== 'idle');
  const growth = Math.max(...busy.map(peak)) - idle;
  console.log(`memory: idle ${idle} MB, at most ${growth} MB above`);
  if (values.json) writeFileSync(values.json, JSON.stringify({ curve, answers, wanted, arrived }));
  process.exitCode = growth < 200 && arrived === wanted ? 0 : 1;
} finally {
  clearInterval(sampler);
  await desk.stop();
  proxy.close();
  await store.kill();
  rmSync(root, { recursive: true, force: true });
}

async function sample(): Promise<void> {
  const status = readFileSync(`/proc/${desk.pid}/status`, 'utf8');
  const rssMb = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  const answer = await fetch(`${desk.apiUrl}/readyz`).catch(() => undefined);
  const state = (await answer?.json()) as { telemetry?: { backlog_bytes: number } } | undefined;
  const backlogMb = Math.round((state?.telemetry?.backlog_bytes ?? Number.NaN) / 2 ** 20);
  curve.push({ scene, second: Math.round((performance.now() - started) / 1000), rssMb, backlogMb });
}

function peak(name: string): number {
  return Math.max(...curve.filter((point) => point.scene === name).map(({ rssMb }) => rssMb));
}

function summary(name: string, idle: number) {
  const points = curve.filter((point) => point.scene === name);
  const [first, last] = [points[0]?.second ?? 0, points.at(-1)?.second ?? 0];
  const backlogMb = Math.max(...points.map((point) => point.backlogMb));
  return { seconds: last - first, rssMb: peak(name), overIdleMb: peak(name) - idle, backlogMb };
}

/** Each hostile body some times at once; the statuses with which they are answered. */
async function hostile(): Promise<{ body: string; answers: string }[]> {
  const rows = [];
  for (const [name, { body, headers }] of Object.entries(hostileBodies())) {
    const path = `${desk.otlpUrl}/v1/logs`;
    const calls = Array.from({ length: TIMES }, () =>
      fetch(path, { method: 'POST', body: new Uint8Array(body), headers }).then(
        async (answer) => (await answer.arrayBuffer()) && answer.status,
        () => 'no answer',
      ),
    );
    const statuses = Map.groupBy(await Promise.all(calls), (status) => status);
    const counted = [...statuses].map(([status, all]) => `${status} ×${all.length}`);
    rows.push({ body: name, answers: counted.join(', ') });
  }
  return rows;
}

async function posted(first: number, count: number, seconds: number) {
  const args = [desk.otlpUrl, String(first), String(count), nowMs, String(seconds)];
  const child: ChildProcess = fork(join(import.meta.dirname, 'soak/post.ts'), args);
  return await new Promise<{ taken: number; putOff: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { taken: number; putOff: number }));
    child.once('exit', (code) => reject(new Error(`the sender ended (${code})`)));
  });
}

async function untilStored(wanted: number): Promise<number> {
  const deadline = performance.now() + GIVE_UP_MS;
  // Each span has an id of its own.
  const sql = "SELECT uniqExact(SpanId) FROM otel_traces WHERE ServiceName = 'billing'";
  for (;;) {
    const answer = await fetch(`${store.url}/?database=request_desk`, {
      method: 'POST',
      body: sql,
    });
    const stored = Number(await answer.text());
    if (stored >= wanted || performance.now() > deadline) return stored;
    await setTimeout(5_000);
  }
}
