/**
 * What one tick of the alert engine costs when 5,000 organisations call 50 routes, and how it
 * grows with the number of requests, in milliseconds of CPU: `node bench/alert-tick.ts [--orgs 5000] [--routes 50]`.
 */
import { parseArgs } from 'node:util';
import type { Bucket, ErrorCell } from '../server/src/alerts/engine/bucket.ts';
import { decide } from '../server/src/alerts/engine/decide.ts';
import { emptyState } from '../server/src/alerts/engine/state.ts';

const TICKS = 78;
const FROM = 1_767_700_200;

const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '5000' },
    routes: { type: 'string', default: '50' },
  },
});
const orgs = Array.from({ length: Number(values.orgs) }, (_, i) => `org_${i}`);
const routes = Array.from({ length: Number(values.routes) }, (_, i) => `/route/${i}`);

for (const [name, requests, errors] of [
  ['quiet', 1, 0],
  ['2 % errors', 1, 0.02],
  ['2 % errors, 1000 times the requests', 1000, 0.02],
  ['every pair failing', 1, 1],
] as const) {
  const took: number[] = [];
  let state = emptyState();
  for (let i = 0; i < TICKS; i++) {
    const bucket = bucketOf(FROM + i * 10, requests, errors);
    const end = bucket.t + 10;
    const before = process.cpuUsage();
    state = decide(state, { buckets: [bucket], closedTo: end, heartbeats: true }, end).state;
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1000);
  }
  took.sort((a, b) => a - b);
  const at = (q: number) =>
    (took[Math.min(took.length - 1, Math.floor(q * took.length))] ?? 0).toFixed(0);
  console.log(`${name.padEnd(38)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  max ${at(1)} ms`);
}

function bucketOf(t: number, times: number, errors: number): Bucket {
  const cells: ErrorCell[] = [];
  orgs.forEach((org, i) => {
    routes.forEach((route, j) => {
      if ((i * 31 + j * 17 + t / 10) % 1000 < errors * 1000) cells.push([org, route, 500, times]);
    });
  });
  return {
    t,
    complete: true,
    orgs: Object.fromEntries(orgs.map((org) => [org, times * routes.length])),
    routes: Object.fromEntries(routes.map((route) => [route, times * orgs.length])),
    errors: cells,
  };
}
