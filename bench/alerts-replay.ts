/**
 * Runs the production alert engine over recorded scenarios:
 * `npm run alerts:replay -- <scenario-dir> --out alerts.ndjson`.
 * A scenario is a gzipped NDJSON file: a meta line, then a line per ten-second bucket.
 */
import '../testkit/header-help.ts';
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Bucket, type DeployMarker, STEP_S } from '../server/src/alerts/engine/bucket.ts';
import { type Outcome, Outcomes } from './alert-scenarios/outcomes.ts';

interface Meta {
  id: string;
  start: number;
  end: number;
  heartbeat: boolean;
  orgs: string[];
  routes: string[];
  /** Deploys known ahead: times, or objects with `t` or `at`. */
  deploys?: unknown[];
}

interface Line {
  t: number;
  /** `deploy`: a line of its own. */
  type?: string;
  o: number[];
  r: number[];
  e: [org: number, route: number, status: number, count: number][];
  /** Deploys in this bucket: a release, a count or a list. */
  deploy?: unknown;
  deploys?: unknown;
  release?: string;
}

function bucketOf(meta: Meta, line: Line): Bucket {
  const named = (names: string[], counts: number[]) => {
    const record: Record<string, number> = {};
    counts.forEach((count, i) => {
      const name = names[i];
      if (count > 0 && name !== undefined) record[name] = count;
    });
    return record;
  };
  return {
    t: line.t,
    complete: true,
    orgs: named(meta.orgs, line.o),
    routes: named(meta.routes, line.r),
    errors: line.e.map(([org, route, status, count]) => [
      meta.orgs[org] ?? '',
      meta.routes[route] ?? '',
      status,
      count,
    ]),
  };
}

/** Deploy markers of a line, in whichever of the spellings. */
function deploysOf(line: Line, lastRelease: string | undefined): DeployMarker[] {
  const deploy = line.deploy ?? line.deploys ?? (line.type === 'deploy' ? line.release : undefined);
  if (deploy || line.type === 'deploy')
    return [{ at: line.t, release: typeof deploy === 'string' ? deploy : '' }];
  if (line.release !== undefined && lastRelease !== undefined && line.release !== lastRelease)
    return [{ at: line.t, release: line.release }];
  return [];
}

/** Markers of the meta line, by time. */
function deploysAhead(meta: Meta): DeployMarker[] {
  const timeOf = (deploy: unknown): number => {
    if (typeof deploy !== 'object' || deploy === null) return Number(deploy);
    const { t, at } = deploy as { t?: unknown; at?: unknown };
    return Number(t ?? at);
  };
  return (meta.deploys ?? []).map((deploy) => ({ at: timeOf(deploy), release: '' }));
}

function replay(text: string): readonly Outcome[] {
  const [head = '', ...body] = text.split('\n');
  const meta = JSON.parse(head) as Meta;
  const outcomes = new Outcomes(meta.id, meta.heartbeat);
  let release: string | undefined;
  let next = meta.start;
  const ahead = deploysAhead(meta).sort((a, b) => a.at - b.at);
  for (const row of body) {
    if (row === '') continue;
    const line = JSON.parse(row) as Line;
    for (; next < line.t; next += STEP_S) outcomes.feed(next, undefined);
    const deploys = deploysOf(line, release);
    while (ahead[0] && ahead[0].at < line.t + STEP_S) deploys.push(...ahead.splice(0, 1));
    release = line.release ?? release;
    if (line.o === undefined) {
      if (deploys.length > 0) outcomes.feed(line.t - STEP_S, undefined, deploys);
      continue;
    }
    outcomes.feed(line.t, bucketOf(meta, line), deploys);
    next = line.t + STEP_S;
  }
  for (; next < meta.end; next += STEP_S) outcomes.feed(next, undefined);
  return outcomes.list;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'alerts.ndjson' } },
});
const [directory] = positionals;
if (directory === undefined) {
  console.error('usage: npm run alerts:replay -- <scenario-dir> --out alerts.ndjson');
  process.exit(2);
}
const started = performance.now();
const files = readdirSync(directory)
  .filter((name) => name.endsWith('.ndjson.gz'))
  .sort();
const out = openSync(values.out, 'w');
let alerts = 0;
for (const file of files) {
  const text = gunzipSync(readFileSync(join(directory, file))).toString('utf8');
  for (const outcome of replay(text)) {
    writeSync(out, `${JSON.stringify(outcome)}\n`);
    alerts++;
  }
}
closeSync(out);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${files.length} scenarios, ${alerts} alerts in ${seconds} s -> ${values.out}`);
