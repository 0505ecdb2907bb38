import type { NewMaintenance } from '@request-desk/shared/maintenance-api';

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
