/**
 * What the contract costs: an authenticated GET with everything on (key, limits, telemetry into a
 * spool on disk) against a bare Fastify route with the same handler. The data is in memory in both,
 * so that the database hides nothing: `node bench/contract-throughput.ts [--seconds 5] [--rounds 3]`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { BENCH_ID, BENCH_SECRET, bareApi, fullApi } from '../server/test/contract-variants.ts';

const KIND = process.argv[2];
if (KIND === 'bare' || KIND === 'full') await serve(KIND);
else await compare();

async function serve(kind: 'bare' | 'full'): Promise<void> {
  const app = kind === 'bare' ? bareApi() : await fullApi();
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
}

async function compare(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const found: Record<'bare' | 'full', { perSecond: number[]; cpuUs: number[] }> = {
    bare: { perSecond: [], cpuUs: [] },
    full: { perSecond: [], cpuUs: [] },
  };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const kind of ['bare', 'full'] as const) {
      const { perSecond, cpuUs } = await measure(kind, Number(values.seconds));
      found[kind].perSecond.push(perSecond);
      found[kind].cpuUs.push(cpuUs);
    }
  }
  const rows = (['bare', 'full'] as const).map((kind) => ({
    route: kind,
    'requests/s': Math.round(median(found[kind].perSecond)),
    'CPU µs/request': Number(median(found[kind].cpuUs).toFixed(1)),
  }));
  console.table(rows);
  const ratio = median(found.full.perSecond) / median(found.bare.perSecond);
  console.log(`throughput with everything on: ${ratio.toFixed(2)} of the bare route`);
}

async function measure(kind: 'bare' | 'full', seconds: number) {
  const child = fork(import.meta.filename, [kind]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}/public/v1/meetings/${BENCH_ID}`;
  const headers = { authorization: `Bearer ${BENCH_SECRET}` };
  const load = (duration: number) => autocannon({ url, headers, connections: 16, duration });
  await load(2);
  const before = await cpu();
  const result = await load(seconds);
  const after = await cpu();
  child.disconnect();
  child.kill();
  if (result.non2xx + result.errors > 0) throw new Error(`${kind}: not every call succeeded`);
  const total = result['2xx'];
  return { perSecond: total / result.duration, cpuUs: (after - before) / total };

  async function cpu(): Promise<number> {
    child.send('cpu');
    const [{ cpu: used }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
    return used.user + used.system;
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
