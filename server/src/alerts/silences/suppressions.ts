import type { AlertLabels } from '@request-desk/shared/alerts-api';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import type { Orm } from '../../database/database.ts';
import { occurrenceAt } from '../maintenance/occurrences.ts';
import { MaintenanceWindows, type WindowRow } from '../maintenance/windows.ts';
import { matches, silenceFor, type TimedSilence } from './matching.ts';
import { Silences } from './silences.ts';

/** A maintenance window that is on. */
export interface ActiveWindow extends TimeRange {
  readonly row: WindowRow;
}

/** What keeps alerts from notifying, or from paging, at one moment. */
export interface Suppressions {
  readonly silences: readonly TimedSilence[];
  readonly windows: readonly ActiveWindow[];
}

export const NO_SUPPRESSIONS: Suppressions = { silences: [], windows: [] };

/** Silences and maintenance windows at `now`. */
export async function suppressionsAt(
  database: { readonly orm: Orm },
  now: Date,
): Promise<Suppressions> {
  const silences = await new Silences(database).current(now);
  const planned = await new MaintenanceWindows(database).planned();
  return { silences, windows: planned.flatMap((row) => activeAt(row, now) ?? []) };
}

function activeAt(row: WindowRow, now: Date): ActiveWindow | undefined {
  const stretch = occurrenceAt(row.plan, now.getTime());
  return stretch && { ...stretch, row };
}

/** The window that covers these labels; one that mutes before one that softens. */
export function windowFor(
  { windows }: Pick<Suppressions, 'windows'>,
  labels: AlertLabels,
): ActiveWindow | undefined {
  const covering = windows.filter(({ row }) => matches(row.plan.matchers, labels));
  return covering.find(({ row }) => row.plan.effect === 'mute') ?? covering[0];
}

/** What holds for alerts of these labels: they notify nobody, or page nobody; else nothing. */
export function effectOn(
  suppressions: Suppressions,
  labels: AlertLabels,
  now: Date,
): 'mute' | 'soften' | undefined {
  if (silenceFor(suppressions.silences, labels, now)) return 'mute';
  return windowFor(suppressions, labels)?.row.plan.effect;
}
