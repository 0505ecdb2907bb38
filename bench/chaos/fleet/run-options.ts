import type { Random } from '../../../testkit/random.ts';
import type { Phase } from './phases.ts';
import type { PhaseReport } from './report.ts';

export interface FleetRunOptions {
  readonly seed: number;
  /** Errors to answer at least; the last phase goes on until there are so many. */
  readonly errors: number;
  readonly schedule: (random: Random) => Phase[];
  readonly source: string | undefined;
  readonly rate: number;
  readonly asksPerS: number;
  readonly neversPerS: number;
  readonly lastMs: number;
  readonly holdMs: number;
  readonly pollMs: number;
  readonly drainSeconds: number;
  /** Everything together may take no longer. */
  readonly limitMs: number;
  readonly log: (text: string) => void;
}

/** What became of a fleet. */
export interface FleetReport {
  readonly seed: number;
  readonly sound: boolean;
  readonly seconds: number;
  readonly errors_answered: number;
  readonly successes_answered: number;
  readonly calls_unanswered: number;
  /** Answered before the store was replaced, judged by what the console said alone. */
  readonly errors_of_the_old_store: number;
  readonly ids_missing: number;
  readonly missing_in: Readonly<Record<string, number>>;
  readonly ids_doubled: number;
  readonly rollup_difference: number;
  readonly tables: Readonly<Record<string, number>>;
  readonly successes_missing: number;
  readonly false_never_seen: number;
  readonly wrong_nevers_found: number;
  readonly keyed_without_org: number;
  readonly valid_keys_refused: number;
  /** Answered ids that were asked for to the end and not found. */
  readonly answered_ids_never_found: number;
  /** Both planted faults were found, or there would be no report. */
  readonly plants_found: 2;
  readonly struck: readonly string[];
  readonly skipped: readonly string[];
  readonly recovered: string;
  /** Processes that ended by themselves. */
  readonly deaths: readonly string[];
  readonly phases: readonly PhaseReport[];
  readonly examples: Readonly<Record<string, readonly unknown[]>>;
}
