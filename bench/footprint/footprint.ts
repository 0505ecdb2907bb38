import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDesk } from '../../testkit/desks/desk-process.ts';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { postgresMissing, startPostgres } from '../../testkit/engines/postgres-server.ts';
import { modulesIn, recordingTo } from '../../testkit/modules/loaded-modules.ts';
import { usageOf } from '../collector/usage.ts';
import { type Row, row } from '../ratios/row.ts';

const FLOOR = join(import.meta.dirname, 'floor-process.ts');
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/request-desk/code');
/** What begins to work by being imported, and what is no code. */
const STARTS = /\/server\/src\/(?:main|command)\.ts$|-worker\.[cm]?[jt]s$|\.json$/;
/** After a start: heaps shrink and caches of code are written. */
const SETTLE_MS = 30_000;

interface Kind {
  readonly name: 'by URL' | 'embedded';
  readonly env: Readonly<Record<string, string>>;
  /** MB above the floor. */
  readonly above: number;
  /** Per cent of a core. */
  readonly idle: number;
}

/**
 * What a desk without a call costs for `seconds`: resident and peak memory beside the floor, which is a process
 * that imports the same modules (embedded: and opens both engines, empty) and does nothing; and CPU.
 */
export async function footprintRows(seconds: number): Promise<Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'desk-footprint-'));
  try {
    const kind = { name: 'embedded', env: {}, above: 120, idle: 2 } as const;
    const embedded = await measured(kind, root, seconds);
    const missing = postgresMissing();
    if (missing === undefined) return [...(await byUrl(root, seconds)), ...embedded];
    console.log(`footprint by URL: skipped, ${missing}`);
    return embedded;
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function byUrl(root: string, seconds: number): Promise<Row[]> {
  const store = await startClickHouse(join(root, 'store'), await freePort());
  const postgres = await startPostgres();
  try {
    const urls = { CLICKHOUSE_URL: store.url, DATABASE_URL: postgres.url() };
    return await measured({ name: 'by URL', env: urls, above: 80, idle: 1 }, root, seconds);
  } finally {
    await postgres.close();
    await store.kill();
  }
}

async function measured(
  { name, env, above, idle }: Kind,
  root: string,
  seconds: number,
): Promise<Row[]> {
  const folder = join(root, name);
  mkdirSync(folder);
  const loaded = join(folder, 'loaded');
  const dataDir = join(folder, 'desk');
  const recorded = await startDesk({ dataDir, env: { ...env, ...recordingTo(loaded) } });
  await recorded.stop();
  const modules = join(folder, 'modules.mjs');
  writeFileSync(modules, importing(modulesIn(loaded).filter((url) => !STARTS.test(url))));
  const engines = name === 'embedded' ? [join(folder, 'engines')] : [];
  const floor = await floorOf(modules, engines);
  const desk = await startDesk({ dataDir, env });
  try {
    await pause(SETTLE_MS);
    const before = usageOf(desk.pid).cpuUs;
    await pause(seconds * 1000);
    const { cpuUs, peakMb } = usageOf(desk.pid);
    const resident = residentMb(desk.pid);
    const used = (cpuUs - before) / seconds / 10_000;
    return [
      row({
        name: `${name}: floor of its imports${engines[0] ? ' and engines' : ''}`,
        value: floor,
        unit: 'MB',
      }),
      row({ name: `${name}: resident`, value: resident, unit: 'MB' }),
      row({
        name: `${name}: resident above the floor`,
        value: resident - floor,
        unit: 'MB',
        goal: `<= ${above}`,
      }),
      row({ name: `${name}: peak`, value: peakMb, unit: 'MB' }),
      row({
        name: `${name}: CPU without a call`,
        value: used,
        unit: '% of a core',
        goal: `<= ${idle}`,
      }),
    ];
  } finally {
    await desk.stop();
  }
}

/** A module that imports each of `urls`, without what a library tries to load and does without. */
function importing(urls: readonly string[]): string {
  const skip = "(e) => { if (e.code !== 'MODULE_NOT_FOUND') throw e; }";
  return urls.map((url) => `await import(${JSON.stringify(url)}).catch(${skip});`).join('\n');
}

async function floorOf(modules: string, engines: readonly string[]): Promise<number> {
  for (const folder of engines) mkdirSync(folder);
  // As main.ts: compiling is not part of what imports keep in memory.
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  const child = fork(FLOOR, engines, { env, execArgv: [`--import=${modules}`] });
  try {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the floor ended')));
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    await pause(SETTLE_MS / 3);
    return residentMb(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
