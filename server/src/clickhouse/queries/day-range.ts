/** Whole days in UTC, both included; what prunes a query to its partitions. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

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

/** Condition that prunes a table with a column `Timestamp` to the days `from` and `to`. */
export const WITHIN_DAYS =
  'Timestamp >= toDateTime({from: Date}) AND Timestamp < toDateTime({to: Date} + 1)';
