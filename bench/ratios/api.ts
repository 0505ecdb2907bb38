import { fork } from 'node:child_process';
import { join } from 'node:path';
import { load } from './load.ts';
import { cpu, said } from './process.ts';
import { median, type Row, row } from './row.ts';
import { stockPackages } from './stock-packages.ts';

/** Requests a second, to find out what half a load is. */
const LIGHT_LOAD = 800;
const CORE_US_PER_SECOND = 1e6;
/** The compiler and the garbage collector need so long to settle. */
const WARM_UP_SECONDS = 10;
const SECONDS = 6;
const ROUNDS = 3;
const OURS = join(import.meta.dirname, 'api-process.ts');
const COLLECTOR = join(import.meta.dirname, 'collector-process.ts');
const STOCK = join(import.meta.dirname, 'stock-api.cjs');

interface Cost {
  /** CPU of the API process per request, in microseconds. */
  readonly cpuUs: number;
  readonly p99Ms: number;
}

/** What telemetry costs an API process, beside OpenTelemetry's stock parts and beside none. */
export async function apiRows(): Promise<Row[]> {
  const collector = fork(COLLECTOR);
  const { url: endpoint } = await said<{ url: string }>(collector);
  const folder = stockPackages();
  const variants: Variants = {
    bare: [OURS, 'bare', endpoint],
    whole: [OURS, 'whole', endpoint],
    unlogged: [OURS, 'unlogged', endpoint],
    unspooled: [OURS, 'unspooled', endpoint],
    ...(folder ? { stock: [STOCK, folder, endpoint] } : {}),
  };
  try {
    const ok = await costs(variants, '/ok');
    const fail = await costs(variants, '/fail');
    return [
      ...(folder
        ? [
            row({
              name: 'API CPU per success / stock OpenTelemetry',
              value: ok('whole').cpuUs,
              unit: 'µs',
              reference: ok('stock').cpuUs,
              goal: '<= 0.8',
            }),
            row({
              name: 'API CPU per failure / stock OpenTelemetry',
              value: fail('whole').cpuUs,
              unit: 'µs',
              reference: fail('stock').cpuUs,
              goal: '<= 1.2',
            }),
          ]
        : []),
      row({ name: 'API CPU per success without telemetry', value: ok('bare').cpuUs, unit: 'µs' }),
      row({
        name: '  of telemetry: the log line',
        value: ok('whole').cpuUs - ok('unlogged').cpuUs,
        unit: 'µs',
      }),
      row({
        name: '  of telemetry: the spool',
        value: ok('whole').cpuUs - ok('unspooled').cpuUs,
        unit: 'µs',
      }),
      row({ name: 'API CPU per failure without telemetry', value: fail('bare').cpuUs, unit: 'µs' }),
      row({
        name: '  of telemetry: the log line',
        value: fail('whole').cpuUs - fail('unlogged').cpuUs,
        unit: 'µs',
      }),
      row({
        name: '  of telemetry: the spool',
        value: fail('whole').cpuUs - fail('unspooled').cpuUs,
        unit: 'µs',
      }),
      row({ name: 'half load of successes', value: ok.rate, unit: 'requests/s' }),
      row({ name: 'half load of failures', value: fail.rate, unit: 'requests/s' }),
      row({
        name: 'p99 latency added, success',
        value: ok('whole').p99Ms - ok('bare').p99Ms,
        unit: 'ms',
        goal: '<= 0.5',
      }),
      row({
        name: 'p99 latency added, failure',
        value: fail('whole').p99Ms - fail('bare').p99Ms,
        unit: 'ms',
        goal: '<= 0.5',
      }),
      ...(folder
        ? [
            row({
              name: '  by stock OpenTelemetry, success',
              value: ok('stock').p99Ms - ok('bare').p99Ms,
              unit: 'ms',
            }),
            row({
              name: '  by stock OpenTelemetry, failure',
              value: fail('stock').p99Ms - fail('bare').p99Ms,
              unit: 'ms',
            }),
          ]
        : []),
    ];
  } finally {
    collector.disconnect();
  }
}

type Script = readonly [string, ...string[]];
type Variants = Readonly<Record<string, Script>> & { readonly whole: Script };

/**
 * The median of some rounds, in each of which every variant has its turn, under the load that keeps
 * a core half busy with telemetry on.
 */
async function costs(variants: Variants, path: string) {
  const { cpuUs } = await costOf(variants.whole, path, LIGHT_LOAD);
  const rate = Math.round(CORE_US_PER_SECOND / cpuUs / 2);
  const measured = new Map<string, Cost[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, script] of Object.entries(variants)) {
      const cost = await costOf(script, path, rate);
      measured.set(name, [...(measured.get(name) ?? []), cost]);
    }
  }
  const of = (name: string): Cost => ({
    cpuUs: median((measured.get(name) ?? []).map(({ cpuUs }) => cpuUs)),
    p99Ms: median((measured.get(name) ?? []).map(({ p99Ms }) => p99Ms)),
  });
  return Object.assign(of, { rate });
}

async function costOf([script, ...args]: Script, path: string, rate: number): Promise<Cost> {
  const child = fork(script, args);
  try {
    const { url } = await said<{ url: string }>(child);
    await load(`${url}${path}`, rate, WARM_UP_SECONDS);
    const before = await cpu(child);
    const { requests, p99Ms } = await load(`${url}${path}`, rate, SECONDS);
    const used = (await cpu(child)) - before;
    return { cpuUs: used / requests, p99Ms };
  } finally {
    if (child.connected) child.disconnect();
  }
}
