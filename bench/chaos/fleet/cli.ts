import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { postgresMissing } from '../../../testkit/engines/postgres-server.ts';
import { phaseTable } from './report.ts';
import { runFleet } from './run-fleet.ts';
import { chosenSchedule, fullSchedule, shortSchedule } from './schedule.ts';

/** What a run is without options: in full, or as a gate has time for. */
const FULL = {
  errors: 100_000,
  rate: 180,
  asks: 25,
  nevers: 9,
  last: 20,
  hold: 60,
  poll: 5,
  drain: 10,
};
const SHORT = { errors: 1_500, rate: 60, asks: 12, nevers: 3, last: 3, hold: 2, poll: 1, drain: 3 };

const FLEET_USAGE = `npm run chaos -- --fleet [--short] [--seed 1] [--phases "kill -9 api1,disk"]
  --errors N   answered errors at least       --rate N    calls a second
  --asks N     answered ids asked for, a second, each at once after its answer
  --nevers N   ids that nobody minted that are asked for, a second
  --last N     seconds that a fault lasts     --hold N    seconds that the collector holds bodies
  --poll N     seconds between the balancer's looks   --drain N   DRAIN_SECONDS of the processes
  --limit N    seconds after which the run fails      --source DIR  another source tree's server
  --json FILE  the whole report`;

/** Runs the fleet as the arguments say; returns the exit code: 0 when all is sound. */
export async function fleetCli(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      fleet: flag,
      short: flag,
      help: flag,
      seed: text,
      errors: text,
      rate: text,
      asks: text,
      nevers: text,
      last: text,
      hold: text,
      poll: text,
      drain: text,
      limit: text,
      source: text,
      phases: text,
      json: text,
    },
  });
  if (values.help) {
    console.log(FLEET_USAGE);
    return 0;
  }
  const missing = postgresMissing();
  if (missing) {
    console.log(`The fleet needs a Postgres: ${missing}.`);
    return 1;
  }
  const standard = values.short ? SHORT : FULL;
  const number = (name: keyof typeof FULL) => Number(values[name] ?? standard[name]);
  const chosen = values.phases?.split(',').map((word) => word.trim());
  const report = await runFleet({
    seed: Number(values.seed ?? 1),
    errors: values.errors === undefined && chosen ? 0 : number('errors'),
    schedule: chosen ? () => chosenSchedule(chosen) : values.short ? shortSchedule : fullSchedule,
    source: values.source,
    rate: number('rate'),
    asksPerS: number('asks'),
    neversPerS: number('nevers'),
    lastMs: number('last') * 1000,
    holdMs: number('hold') * 1000,
    pollMs: number('poll') * 1000,
    drainSeconds: number('drain'),
    limitMs: Number(values.limit ?? (values.short ? 420 : 7_200)) * 1000,
    log: (line) => console.log(line),
  });
  const { phases, ...rest } = report;
  console.log(JSON.stringify(rest, undefined, 2));
  console.log(phaseTable(phases));
  if (values.json) writeFileSync(values.json, JSON.stringify(report, undefined, 2));
  console.log(
    report.sound
      ? 'No id is lost, none is counted twice, none is denied.'
      : 'NOT SOUND: see the report.',
  );
  return report.sound ? 0 : 1;
}
