/**
 * Kills a process that spools and delivers at every file operation of our own code in turn, half
 * written ones included, and with strace at the engine's system calls; then it is started again and
 * every table is compared. A producer is killed at its own files in the same way, and its claims are
 * compared with its answers. `node bench/crash-points.ts [--every 1] [--only spool|producer] [--json FILE]`.
 */
import '../testkit/header-help.ts';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CrashPoints, type CrashResult } from '../testkit/crash/crash-points.ts';
import { ProducerCrashes } from '../testkit/crash/producer-crashes.ts';

/** Beyond this the engine's calls are no longer those of a delivery. */
const MAX_CALLS = 80;
const ENGINE = ['rename', 'mkdir', 'write,pwrite64'];

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const every = Number(values.every);
const results: CrashResult[] = [];
if (values.only !== 'producer') await spool();
if (values.only !== 'spool') await producer();

const kinds = Map.groupBy(results, (result) => result.operation.replace(/(\/.*| \d+)$/, ''));
console.table(
  [...kinds].map(([kind, all]) => ({
    operation: kind,
    points: all.length,
    killed: all.filter(({ killed }) => killed).length,
    exact: all.filter(({ exact }) => exact).length,
  })),
);
const wrong = results.filter(({ exact }) => !exact);
for (const { operation, when } of wrong) console.log(`not exact: ${when} ${operation}`);
console.log(`${results.length} crash points, ${results.length - wrong.length} exact`);
if (values.json) writeFileSync(values.json, JSON.stringify(results, undefined, 1));
process.exitCode = wrong.length > 0 ? 1 : 0;

async function spool(): Promise<void> {
  const crashes = new CrashPoints();
  try {
    for (const [n, point] of (await crashes.open()).entries()) {
      if (n % every === 0) results.push(await crashes.try(point));
    }
    if (spawnSync('strace', ['-V']).error) console.log('strace is not there: own code only');
    else for (const syscalls of ENGINE) await engine(crashes, syscalls);
  } finally {
    crashes.close();
  }
}

async function producer(): Promise<void> {
  const crashes = new ProducerCrashes();
  try {
    for (const [n, point] of (await crashes.open()).entries()) {
      if (n % every !== 0) continue;
      const { life, operation, when, killed, wrong } = await crashes.try(point);
      for (const what of wrong) console.log(`${life} life, ${when} ${operation}: ${what}`);
      results.push({ operation: `producer ${operation}`, when, killed, exact: wrong.length === 0 });
    }
  } finally {
    crashes.close();
  }
}

/** The calls of one kind in turn, until a life ends before it reaches so many. */
async function engine(crashes: CrashPoints, syscalls: string): Promise<void> {
  for (let number = 1; number <= MAX_CALLS; number += every) {
    const result = await crashes.tryEngine(syscalls, number);
    if (!result.killed) return;
    results.push(result);
  }
}
