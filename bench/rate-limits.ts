/**
 * The limits of a fleet on a real Redis: `node bench/rate-limits.ts [--calls 200000] [--keys 300]`.
 * Two and four processes call with the same keys: each key gets exactly 10 in any second and 60 in a
 * minute. Then the store hangs, ends and comes back under load: no call waits over 50 ms, and no key
 * gets more than twice its limit. Exit code 1 when that is not so, 2 when no Redis is here.
 */
import '../testkit/header-help.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type RedisServer, redisMissing, startRedis } from '../testkit/engines/redis-server.ts';
import type { Done, Order } from './rate-limits/worker.ts';

const WORKER = join(import.meta.dirname, 'rate-limits/worker.ts');
const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200000' },
    keys: { type: 'string', default: '300' },
  },
});
const [CALLS, KEYS] = [Number(values.calls), Number(values.keys)];

if (redisMissing()) {
  console.log(`not run: ${redisMissing()}`);
  process.exit(2);
}
const redis = await startRedis();
let sound = true;
try {
  const single = await run(redis, { processes: 1, name: 'single', calls: 5_000, open: 1 });
  report('1 process, one call at a time', single, mostOf(single));
  for (const processes of [2, 4]) {
    const done = await run(redis, { processes, name: `exact-${processes}` });
    const most = mostOf(done);
    report(`${processes} processes`, done, most);
    // A key that was called often enough gets all that it may have, and no more.
    sound &&= most.second === 10 && most.minute === 60 && most.leastInMinute === 60;
    sound &&= missedOf(done) === 0;
  }
  const running = run(redis, { processes: 2, name: 'outage', calls: CALLS / 4 });
  await pause(1_500);
  redis.freeze();
  await pause(1_000);
  await redis.kill();
  await pause(1_000);
  await redis.start();
  const done = await running;
  const most = mostOf(done);
  report('2 processes, the store hangs, is killed and comes back', done, most);
  const waited = done.flatMap(({ tookMs }) => tookMs).filter((ms) => ms > 50).length;
  console.log(`  calls over 50 ms: ${waited}`);
  sound &&= most.second <= 20 && most.minute <= 120 && waited === 0 && missedOf(done) > 0;
} finally {
  await redis.kill();
}
console.log(sound ? 'sound' : 'NOT SOUND');
process.exitCode = sound ? 0 : 1;

interface Fleet {
  readonly processes: number;
  readonly name: string;
  readonly calls?: number;
  readonly open?: number;
}

async function run(server: RedisServer, fleet: Fleet): Promise<Done[]> {
  const { processes, name, calls = CALLS, open = 8 } = fleet;
  const keys = Array.from({ length: KEYS }, (_, n) => `${name}-${n}`);
  const each = Math.ceil(calls / processes);
  const order: Order = { url: server.url, processes, keys, open, calls: each };
  const workers = Array.from({ length: processes }, () => fork(WORKER));
  return await Promise.all(workers.map((worker) => doneBy(worker, order)));
}

async function doneBy(worker: ChildProcess, order: Order): Promise<Done> {
  worker.send(order);
  const [done] = await once(worker, 'message');
  return done as Done;
}

/** The most that any key got in a second and in a minute, and the least that one got in the minute. */
function mostOf(done: readonly Done[]) {
  const times = Array.from({ length: KEYS }, (): number[] => []);
  for (const [key, at] of done.flatMap(({ accepted }) => accepted)) times[key]?.push(at);
  const sorted = times.map((of) => of.sort((a, b) => a - b));
  const most = (ms: number) => Math.max(...sorted.map((of) => mostWithin(of, ms)));
  return {
    // Stamped when it was asked; the store decides up to its round trip later.
    second: most(990),
    minute: most(60_000),
    leastInMinute: Math.min(...sorted.map((of) => of.length)),
  };
}

function mostWithin(times: readonly number[], ms: number): number {
  let [most, from] = [0, 0];
  for (const [n, at] of times.entries()) {
    while ((times[from] ?? at) <= at - ms) from++;
    most = Math.max(most, n - from + 1);
  }
  return most;
}

function missedOf(done: readonly Done[]): number {
  return done.reduce((sum, { missed }) => sum + missed, 0);
}

function report(what: string, done: readonly Done[], most: ReturnType<typeof mostOf>): void {
  const took = done.flatMap(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2);
  const accepted = done.reduce((sum, one) => sum + one.accepted.length, 0);
  const held = Math.max(...done.map(({ heldMs }) => heldMs)).toFixed(0);
  console.log(
    `${what}: ${took.length} calls, ${accepted} let through; a key got at most ${most.second} in a ` +
      `second, ${most.minute} in a minute (the least ${most.leastInMinute})`,
  );
  console.log(
    `  decided in p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1 - 1e-9)} ms; without the store ${missedOf(done)}; own loop held up to ${held} ms`,
  );
}
