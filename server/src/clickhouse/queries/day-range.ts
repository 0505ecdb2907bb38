import { DAY_MS } from '@request-desk/shared/durations';

/** Whole days in UTC, both included; what prunes a query to its partitions. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** `day` (`YYYY-MM-DD`) and as many days on either side. */
export function daysAround(day: string, margin: number): DayRange {
  const middle = Date.parse(`${day}T00:00:00Z`);
  return {
    from: isoDay(middle - margin * DAY_MS),
    to: isoDay(middle + margin * DAY_MS),
  };
}

/** The UTC day of a time in milliseconds. */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Condition that prunes a table with a column `Timestamp` to some days; bound by `daysBound`. */
export const WITHIN_DAYS = 'Timestamp >= {begin: String} AND Timestamp < {end: String}';

/** What WITHIN_DAYS is bound with: times as texts, which no function has to make of them. */
export function daysBound({ from, to }: DayRange): {
  readonly begin: string;
  readonly end: string;
} {
  return { begin: `${from} 00:00:00`, end: `${isoDay(Date.parse(to) + DAY_MS)} 00:00:00` };
}
