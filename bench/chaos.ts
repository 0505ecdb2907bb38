/**
 * Answers errors on a real API process while everything behind it fails in turn, and asks the store
 * afterwards for every answered id: `npm run chaos -- [--seed 1] [--errors 100000] [--json FILE]`.
 * `--short` takes a short schedule, `--outage` is how many seconds the store is down each time.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos/run-chaos.ts';
import { FULL, SHORT } from './chaos/schedule.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    errors: { type: 'string' },
    json: { type: 'string' },
    short: { type: 'boolean', default: false },
    outage: { type: 'string' },
  },
});
const report = await runChaos({
  seed: Number(values.seed),
  errors: Number(values.errors ?? (values.short ? 2_000 : 100_000)),
  plan: values.short ? SHORT : FULL,
  outageMs: Number(values.outage ?? (values.short ? 3 : 60)) * 1000,
  log: (text) => console.log(text),
});
console.log(JSON.stringify(report, undefined, 2));
if (values.json) writeFileSync(values.json, JSON.stringify(report, undefined, 2));
const { ids_missing, duplicates, rollup_difference, dossiers_missing } = report;
const sound = ids_missing + duplicates + rollup_difference + dossiers_missing === 0;
console.log(sound ? 'No id is lost, none is counted twice.' : 'NOT SOUND: see the report.');
process.exitCode = sound ? 0 : 1;
