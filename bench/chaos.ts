/**
 * Answers errors while everything behind fails in turn, and asks the store afterwards for every
 * answered id: `npm run chaos -- [--seed 1] [--errors 100000] [--json FILE]`. `--short` takes a short
 * schedule, `--outage` is how many seconds the store is down each time; `--embedded` only kills, a
 * process that has its engines inside; `--fleet` is a deployment of six processes (`--fleet --help`).
 */
import '../testkit/header-help.ts';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runEmbedded } from './chaos/embedded.ts';
import { fleetCli } from './chaos/fleet/cli.ts';
import { runChaos } from './chaos/run-chaos.ts';
import { FULL, SHORT } from './chaos/schedule.ts';

const args = process.argv.slice(2);
if (!args.includes('--fleet')) process.exitCode = await onePipeline();
// What a fault has left hanging does not hold the end up.
else process.exit(await fleetCli(args));

async function onePipeline(): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      errors: { type: 'string' },
      json: { type: 'string' },
      short: { type: 'boolean', default: false },
      outage: { type: 'string' },
      embedded: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const errors = Number(values.errors ?? (values.short ? 2_000 : 100_000));
  const log = (text: string) => console.log(text);
  const report = values.embedded
    ? await runEmbedded(seed, errors, values.short ? 3 : 20, log)
    : await runChaos({
        seed,
        errors,
        log,
        plan: values.short ? SHORT : FULL,
        outageMs: Number(values.outage ?? (values.short ? 3 : 60)) * 1000,
      });
  console.log(JSON.stringify(report, undefined, 2));
  if (values.json) writeFileSync(values.json, JSON.stringify(report, undefined, 2));
  const { ids_missing, duplicates, rollup_difference } = report;
  const dossiers = 'dossiers_missing' in report ? report.dossiers_missing : 0;
  const sound = ids_missing + duplicates + rollup_difference + dossiers === 0;
  console.log(sound ? 'No id is lost, none is counted twice.' : 'NOT SOUND: see the report.');
  return sound ? 0 : 1;
}
