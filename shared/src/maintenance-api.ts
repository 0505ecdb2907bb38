/** Wire shapes of maintenance windows and of what would be suppressed; below `/support/v1`. */
import { z } from 'zod';
import { severity } from './alerts-api.ts';
import { instant, zonedInstant } from './instant.ts';
import { oneLine } from './one-line.ts';
import { matcher } from './silences-api.ts';

const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must be a date and a time, such as 2026-03-01T02:30');
const localDate = z.iso.date();

/** `mute`: nobody is notified. `soften`: a notice is sent, nobody is paged. */
export const maintenanceEffect = z.enum(['mute', 'soften']);

export const recurrence = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('once') }),
  z.strictObject({ every: z.literal('day') }),
  z.strictObject({
    every: z.literal('week'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1: Monday'),
  }),
  z.strictObject({
    every: z.literal('month').describe('On the day of the first; on the last of shorter months'),
  }),
]);

/** `POST /support/v1/maintenance`; times are local to `time_zone`. */
export const newMaintenance = z.strictObject({
  title: oneLine(200),
  matchers: z.array(matcher).min(1).max(10),
  effect: maintenanceEffect,
  time_zone: z.string().min(1).max(64).describe('IANA, such as Europe/Berlin'),
  starts: localTime,
  duration_min: z
    .int()
    .min(5)
    .max(7 * 1440)
    .describe('Of elapsed time, over a change of the clocks too'),
  recurrence: recurrence.prefault({ every: 'once' }),
  until: localDate.nullish().describe('Last day on which it begins'),
});
export type NewMaintenance = z.infer<typeof newMaintenance>;

export const occurrence = z.object({ starts_at: instant, ends_at: instant });
export type Occurrence = z.infer<typeof occurrence>;

export const maintenance = newMaintenance.extend({
  id: z.string(),
  until: localDate.nullable(),
  state: z.enum(['active', 'scheduled', 'ended']),
  next: occurrence.nullable().describe('The one that is on, or comes next'),
  covers: z.int().describe('Alerts that fire now and match, while it is on'),
  created_at: instant,
  created_by: z.string(),
  ended_at: instant.nullable(),
  ended_by: z.string().nullable(),
});
export type Maintenance = z.infer<typeof maintenance>;
/** `GET /support/v1/maintenance`, `POST /support/v1/maintenance/:id/end`. */
export const maintenanceList = z.object({ items: z.array(maintenance) });

/** `GET /support/v1/maintenance/occurrences?from=…&to=…`: for charts. */
export const occurrencesQuery = z.strictObject({
  from: zonedInstant,
  to: zonedInstant,
});
export const occurrenceList = z.object({
  items: z.array(
    occurrence.extend({ id: z.string(), title: z.string(), effect: maintenanceEffect }),
  ),
});

const matched = z.object({ id: z.string(), title: z.string(), severity, fired_at: instant });
/** What matchers cover: `POST /support/v1/silences/preview` and `…/maintenance/preview`. */
export const suppressionPreview = z.object({
  firing: z.array(matched).describe('What fires now and matches, at most ten'),
  firing_count: z.int(),
  firing_of: z.int().describe('All that fires now'),
  days: z.int().describe('How far back the past was looked at'),
  past: z.array(matched).describe('What fired in that time and matches, at most ten, newest first'),
  past_count: z.int(),
  past_pages: z.int(),
  past_of: z.int(),
  occurrences: z.array(occurrence).describe('The next ones of a window, at most five'),
});
export type SuppressionPreview = z.infer<typeof suppressionPreview>;
/** `POST /support/v1/silences/preview` */
export const previewMatchers = z.strictObject({ matchers: z.array(matcher).min(1).max(10) });
