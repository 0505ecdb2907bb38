import { fork } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { SlidingLog } from '../../server/src/meetso/rate-limit/sliding-log.ts';
import { BENCH_ID, BENCH_SECRET } from './contract-apis.ts';
import { cpu, said } from './process.ts';
import { median, type Row, row } from './row.ts';

const [WARM_UP_SECONDS, SECONDS, ROUNDS] = [4, 5, 3];
const CHECKS = 2_000_000;
const PROCESS = join(import.meta.dirname, 'contract-process.ts');

interface Pass {
  readonly perSecond: number;
  readonly cpuUs: number;
}

/**
 * What the contract costs: an authenticated GET with everything on (key, limits, telemetry into a
 * spool on disk) beside a bare Fastify route with the same handler. The data is in memory in both, so
 * that the database hides nothing.
 */
export async function contractRows(): Promise<Row[]> {
  const passes = { bare: [] as Pass[], full: [] as Pass[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['bare', 'full'] as const) passes[kind].push(await measure(kind));
  }
  const of = (kind: 'bare' | 'full', figure: keyof Pass) =>
    median(passes[kind].map((pass) => pass[figure]));
  return [
    row({
      name: 'authenticated GET with everything on / bare route',
      value: of('full', 'perSecond'),
      unit: 'requests/s',
      reference: of('bare', 'perSecond'),
    }),
    row({
      name: '  CPU per request',
      value: of('full', 'cpuUs'),
      unit: 'µs',
      reference: of('bare', 'cpuUs'),
    }),
    row({
      name: 'rate limit, one check',
      value: median(Array.from({ length: 5 }, checkUs)),
      unit: 'µs',
      goal: '<= 1',
    }),
  ];
}

async function measure(kind: 'bare' | 'full'): Promise<Pass> {
  const child = fork(PROCESS, [kind]);
  try {
    const { url } = await said<{ url: string }>(child);
    const headers = { authorization: `Bearer ${BENCH_SECRET}` };
    const load = (duration: number) =>
      autocannon({
        url: `${url}/public/v1/meetings/${BENCH_ID}`,
        headers,
        connections: 16,
        duration,
      });
    await load(WARM_UP_SECONDS);
    const before = await cpu(child);
    const result = await load(SECONDS);
    const used = (await cpu(child)) - before;
    const total = result['2xx'];
    if (result.non2xx + result.errors > 0) throw new Error(`${kind}: not every call succeeded`);
    return { perSecond: total / result.duration, cpuUs: used / total };
  } finally {
    if (child.connected) child.disconnect();
  }
}

/** Microseconds per check of a key that calls a little faster than it may. */
function checkUs(): number {
  const log = new SlidingLog([
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ]);
  const started = performance.now();
  for (let n = 0; n < CHECKS; n++) log.take(n * 90);
  return ((performance.now() - started) * 1000) / CHECKS;
}
