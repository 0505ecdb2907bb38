import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askServer } from '../judge.ts';
import { type Answer, NOTES, type Notes, notesIn } from './records.ts';
import { phaseReports } from './report.ts';
import type { RunParts } from './run.ts';
import type { FleetReport } from './run-options.ts';
import { type FleetVerdict, fleetVerdict, isSound, type Plants, withoutPlants } from './verdict.ts';

/** Late rows reach the rollups within a minute. */
const JUDGE_WITHIN_MS = 90_000;
const EXAMPLES = 10;
const OWN = 'request_desk';

interface JudgedRun extends RunParts {
  /** Where the client's notes are. */
  readonly directory: string;
  readonly planted: Plants;
}

/** Judges what the client noted until all is sound, or no longer can become so. */
export async function judgedAtRest({ directory, planted, fleet, log }: JudgedRun) {
  const era = latestEra(notesIn(directory).answers);
  const lost: Answer = {
    id: planted.lost,
    status: 404,
    keyed: false,
    ms: 0,
    phase: 'planted',
    era,
  };
  appendFileSync(join(directory, NOTES.answers), `${JSON.stringify(lost)}\n`);
  const notes = notesIn(directory);
  // What the store before had is not there to be found; what was said of it is judged all the same.
  const answers = notes.answers.filter((answer) => answer.era === era);
  const by = performance.now() + JUDGE_WITHIN_MS;
  for (;;) {
    const ask = askServer(fleet.storeUrl, await ownDatabase(fleet.storeUrl));
    const verdict = withoutPlants(await fleetVerdict(ask, answers, notes.asks), planted);
    const late = performance.now() > by;
    if (isSound(verdict) || late || !mayBecomeSound(verdict)) {
      const known = notes.answers.filter(({ id }) => id !== planted.lost);
      return { notes: { ...notes, answers: known }, verdict };
    }
    log(`not sound yet: ${JSON.stringify(faultsOf(verdict))}`);
    await pause(3_000);
  }
}

/** One by one: a full run has more answers than a call may have arguments. */
function latestEra(answers: readonly Answer[]): number {
  return answers.reduce((latest, { era }) => Math.max(latest, era), 0);
}

/** What has been said stays said; rows may still come. */
function mayBecomeSound(verdict: FleetVerdict): boolean {
  const rows = {
    ...verdict,
    withoutOrg: [],
    validKeysRefused: [],
    falseNevers: [],
    wrongNevers: [],
  };
  return !isSound(rows);
}

/** The database of the desk's tables; those of older versions are in the default one. */
async function ownDatabase(storeUrl: string): Promise<string | undefined> {
  const rows = await askServer(storeUrl)(`SELECT name FROM system.databases WHERE name = '${OWN}'`);
  return rows.length > 0 ? OWN : undefined;
}

function faultsOf(verdict: FleetVerdict) {
  return {
    ids_missing: verdict.missing.length,
    missing_in: verdict.missingIn,
    ids_doubled: verdict.duplicates.length,
    rollup_difference: verdict.rollupDifference,
    tables: verdict.tables,
    successes_missing: verdict.successesMissing,
    false_never_seen: verdict.falseNevers.length,
    wrong_nevers_found: verdict.wrongNevers.length,
    keyed_without_org: verdict.withoutOrg.length,
    valid_keys_refused: verdict.validKeysRefused.length,
  };
}

/** What a report says of the verdict and the notes behind it. */
export function summary(
  notes: Notes,
  verdict: FleetVerdict,
  deaths: readonly string[],
  unknown: number,
): Omit<FleetReport, 'seed' | 'seconds' | 'struck' | 'skipped' | 'recovered'> {
  const { answers, silences } = notes;
  const era = latestEra(answers);
  const errors = answers.filter(({ status }) => status >= 400);
  const examples = {
    missing: placed(verdict.missing, answers),
    without_org: placed(verdict.withoutOrg, answers),
    valid_keys_refused: placed(verdict.validKeysRefused, answers),
    false_never_seen: verdict.falseNevers.slice(0, EXAMPLES),
    wrong_nevers_found: verdict.wrongNevers.slice(0, EXAMPLES),
  };
  return {
    sound: isSound(verdict) && deaths.length === 0 && unknown === 0,
    errors_answered: errors.length,
    successes_answered: answers.length - errors.length,
    calls_unanswered: silences.length,
    errors_of_the_old_store: errors.filter((answer) => answer.era < era).length,
    ...faultsOf(verdict),
    answered_ids_never_found: unknown,
    plants_found: 2,
    deaths,
    phases: phaseReports(notes),
    examples: Object.fromEntries(Object.entries(examples).filter(([, all]) => all.length > 0)),
  };
}

/** The first few, with what is known of their answers. */
function placed(ids: readonly string[], answers: readonly Answer[]): unknown[] {
  const some = new Set(ids.slice(0, EXAMPLES));
  return answers.filter(({ id }) => some.has(id));
}
