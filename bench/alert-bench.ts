/**
 * Judges the production alert engine on scenarios of our own, whose truth is known:
 * `npm run alerts:bench -- --seed 1 [--only bursts,slow_burn] [--first 4] [--faults] [--out DIR]`.
 * Tune on seeds 1 to 6 only; others are for reporting. `--out` keeps `truth.ndjson` and
 * `alerts.ndjson`, one JSON a line.
 */
import '../testkit/header-help.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STEP_S } from '../server/src/alerts/engine/bucket.ts';
import { BUDGET_KINDS } from './alert-scenarios/budget-kinds.ts';
import { Draft } from './alert-scenarios/draft.ts';
import { INCIDENT_KINDS } from './alert-scenarios/incident-kinds.ts';
import { type Outcome, Outcomes } from './alert-scenarios/outcomes.ts';
import { QUIET_KINDS } from './alert-scenarios/quiet-kinds.ts';
import type { Scenario } from './alert-scenarios/scenario.ts';
import { Score } from './alert-scenarios/score.ts';
import { SHAPE_KINDS } from './alert-scenarios/shape-kinds.ts';
import { simulate } from './alert-scenarios/simulate.ts';
import { STEADY_KINDS } from './alert-scenarios/steady-kinds.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    first: { type: 'string', default: '1000' },
    faults: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const kinds = {
  ...INCIDENT_KINDS,
  ...BUDGET_KINDS,
  ...SHAPE_KINDS,
  ...STEADY_KINDS,
  ...QUIET_KINDS,
};
const only = values.only?.split(',') ?? Object.keys(kinds);
const unknown = only.find((name) => kinds[name] === undefined);
if (unknown !== undefined) {
  console.error(`no kind ${unknown}; there are ${Object.keys(kinds).join(', ')}`);
  process.exit(2);
}

const started = performance.now();
const seeds = values.seed.split(',');
const all = new Score();
const scores = new Map<string, Score>();
const lines: { truth: unknown[]; alerts: Outcome[] } = { truth: [], alerts: [] };
for (const seed of seeds)
  for (const name of only) {
    const kind = kinds[name];
    const score = scores.get(name) ?? new Score();
    scores.set(name, score);
    const count = Math.min(Number(values.first), kind?.count ?? 0);
    for (let number = 0; kind && number < count; number++) {
      const scenario = kind.write(new Draft(seed, name, number, kind.sizes));
      const alerts = outcomesOf(scenario);
      all.add(scenario, alerts);
      score.add(scenario, alerts);
      lines.truth.push(...truthOf(scenario));
      lines.alerts.push(...alerts);
    }
  }
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  for (const [name, list] of Object.entries(lines))
    writeFileSync(
      join(values.out, `${name}.ndjson`),
      list.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
}
const rows = [...scores].map(([name, score]) => [name, score.row()] as const);
console.table(Object.fromEntries([...rows, ['all', all.row()]]));
if (values.faults) for (const fault of all.faults) console.log(fault);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${all.scenarios} scenarios of seed ${values.seed}, ` +
    `${all.pagesPerQuietWeek().toFixed(2)} false pages a quiet week, ${seconds} s`,
);

function outcomesOf(scenario: Scenario): Outcome[] {
  const outcomes = new Outcomes(scenario.id, scenario.heartbeats);
  for (const [t, bucket] of simulate(scenario)) {
    const isNow = ({ at }: { at: number }) => at >= t && at < t + STEP_S;
    outcomes.feed(t, bucket, scenario.deploys.filter(isNow));
  }
  return outcomes.list;
}

function truthOf({ id, kind, start, end, quiet, incidents, neutrals }: Scenario): unknown[] {
  const of = { scenario: id, kind };
  return [
    ...incidents.map((incident, i) => ({
      ...of,
      type: 'incident',
      id: `${id}#${i}`,
      ...incident,
    })),
    ...neutrals.map(({ pageOk, ...neutral }) => ({
      ...of,
      type: 'neutral',
      ...neutral,
      page_ok: pageOk,
    })),
    { ...of, type: 'scenario', start, end, quiet },
  ];
}
