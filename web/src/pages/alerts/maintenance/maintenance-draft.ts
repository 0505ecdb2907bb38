import { HOUR_MS } from '@request-desk/shared/durations';
import { type NewMaintenance, newMaintenance } from '@request-desk/shared/maintenance-api';
import type { Matcher } from '@request-desk/shared/silences-api';
import { formFaults } from '../../../ui/form-faults.ts';

/** A window while it is written. */
export interface MaintenanceDraft {
  readonly title: string;
  readonly effect: NewMaintenance['effect'];
  readonly timeZone: string;
  /** Local to the zone, as a browser's field gives it. */
  readonly starts: string;
  readonly minutes: string;
  readonly every: NewMaintenance['recurrence']['every'];
  /** 1: Monday. */
  readonly weekdays: readonly number[];
  /** Empty: without end. */
  readonly until: string;
}

export function newDraft(now: Date): MaintenanceDraft {
  const hour = new Date(now.getTime() + HOUR_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${hour.getFullYear()}-${two(hour.getMonth() + 1)}-${two(hour.getDate())}`;
  return {
    title: '',
    effect: 'soften',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    starts: `${date}T${two(hour.getHours())}:00`,
    minutes: '60',
    every: 'once',
    weekdays: [((hour.getDay() + 6) % 7) + 1],
    until: '',
  };
}

/** The window that the draft means, or what is wrong with it. */
export function maintenanceOf(
  draft: MaintenanceDraft,
  matchers: readonly Matcher[],
): { plan: NewMaintenance } | { faults: readonly string[] } {
  const { title, effect, timeZone, starts, minutes, every, weekdays, until } = draft;
  const parsed = newMaintenance.safeParse({
    title,
    effect,
    matchers,
    time_zone: timeZone.trim(),
    starts,
    duration_min: Number(minutes),
    recurrence: every === 'week' ? { every, weekdays } : { every },
    until: until === '' || every === 'once' ? null : until,
  });
  return parsed.success ? { plan: parsed.data } : { faults: formFaults(parsed.error) };
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export const WEEKDAYS = DAYS.map((name, index) => [index + 1, name] as const);

/** `every day at 02:30 for 60 min, Europe/Berlin`. */
export function scheduleText(plan: NewMaintenance): string {
  const { recurrence, starts, duration_min, time_zone, until } = plan;
  const [date = '', time = ''] = starts.split('T');
  const when = {
    once: `${date} at ${time}`,
    day: `every day at ${time}`,
    week: `every ${recurrence.every === 'week' ? namesOf(recurrence.weekdays) : 'week'} at ${time}`,
    month: `on day ${Number(date.slice(8))} of every month at ${time}`,
  }[recurrence.every];
  const from = recurrence.every === 'once' ? '' : `, from ${date}${until ? ` to ${until}` : ''}`;
  return `${when} for ${lengthText(duration_min)}, ${time_zone}${from}`;
}

function namesOf(weekdays: readonly number[]): string {
  return WEEKDAYS.filter(([day]) => weekdays.includes(day))
    .map(([, name]) => name)
    .join(', ');
}

function lengthText(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
