import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import type { NewMaintenance } from '@request-desk/shared/maintenance-api';
import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';

/** When a window is on. */
export type Schedule = Pick<
  NewMaintenance,
  'starts' | 'time_zone' | 'duration_min' | 'recurrence' | 'until'
>;

/** True for a time zone that has rules here. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** True for a date and time that the calendar has. */
export function isLocalTime(text: string): boolean {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The stretches of a window that touch a range, oldest first, at most `most`; those that overlap or touch
 * are one. A local time that a change of the clocks skips or repeats is read as RFC 5545 does: after the
 * gap, the first of two; and nothing recurs on a day that a time zone has skipped.
 */
export function occurrences(schedule: Schedule, range: TimeRange, most: number): TimeRange[] {
  const start = Temporal.PlainDateTime.from(schedule.starts);
  const first = start.toPlainDate();
  const time = start.toPlainTime();
  const lengthMs = schedule.duration_min * MINUTE_MS;
  const until = schedule.until ? Temporal.PlainDate.from(schedule.until) : undefined;
  const last = dateAt(range.toMs + DAY_MS, schedule.time_zone);
  const found: TimeRange[] = [];
  let date = later(first, dateAt(range.fromMs - lengthMs - DAY_MS, schedule.time_zone));
  for (; isUpTo(date, last) && (!until || isUpTo(date, until)); date = date.add({ days: 1 })) {
    if (schedule.recurrence.every === 'once' && !date.equals(first)) break;
    if (!falls(date, first, schedule)) continue;
    const at = date.toZonedDateTime({ timeZone: schedule.time_zone, plainTime: time });
    const fromMs = at.epochMilliseconds;
    const toMs = fromMs + lengthMs;
    if (toMs <= range.fromMs || fromMs >= range.toMs) continue;
    const open = found.at(-1);
    if (open && fromMs <= open.toMs) found.splice(-1, 1, { fromMs: open.fromMs, toMs });
    else if (found.length >= most) break;
    else found.push({ fromMs, toMs });
  }
  return found;
}

/** The stretch that covers a moment, if one does. */
export function occurrenceAt(schedule: Schedule, atMs: number): TimeRange | undefined {
  return occurrences(schedule, { fromMs: atMs, toMs: atMs + 1 }, 1)[0];
}

function falls(date: Temporal.PlainDate, first: Temporal.PlainDate, schedule: Schedule): boolean {
  const { recurrence } = schedule;
  if (recurrence.every === 'once') return date.equals(first);
  if (!date.toZonedDateTime(schedule.time_zone).toPlainDate().equals(date)) return false;
  if (recurrence.every === 'week') return recurrence.weekdays.includes(date.dayOfWeek);
  if (recurrence.every === 'month') return date.day === Math.min(first.day, date.daysInMonth);
  return true;
}

function dateAt(ms: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b;
}

function isUpTo(date: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date, last) <= 0;
}
