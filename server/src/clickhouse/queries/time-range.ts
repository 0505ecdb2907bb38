import { timeText } from './millis.ts';

/** A stretch of time in milliseconds since the epoch; `toMs` is excluded. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Condition on `Timestamp` of `api_requests`, bound by `textsOf`. Its minute is what the sort key begins
 * with: without it all of a day would be read, however short the range.
 */
export const WITHIN = `Timestamp >= {from: String} AND Timestamp < {to: String}
  AND toStartOfMinute(Timestamp) >= {from_minute: String}
  AND toStartOfMinute(Timestamp) <= {to_minute: String}`;

/** The same for one of several ranges in a statement, bound by `textsOfNumbered`. */
export function withinOf(index: number): string {
  return WITHIN.replaceAll(/\{(\w+):/g, `{$1_${index}:`);
}

/** A range as what a time can be compared with, to the millisecond: no function has to make it one. */
export function textsOf({ fromMs, toMs }: TimeRange) {
  return {
    from: timeText(Math.floor(fromMs)),
    to: timeText(Math.ceil(toMs)),
    ...minutesOf({ fromMs, toMs }),
  };
}

/** What binds `withinOf(index)`. */
export function textsOfNumbered(index: number, range: TimeRange): Record<string, string> {
  const texts = Object.entries(textsOf(range));
  return Object.fromEntries(texts.map(([name, text]) => [`${name}_${index}`, text]));
}

/** Times whose minutes the store can compute: whole seconds of 32 bits. */
const LAST_MINUTE_MS = Date.UTC(2106, 1, 7, 6, 28);

/** The first and the last minute of a range; beyond those times, all minutes. */
function minutesOf({ fromMs, toMs }: TimeRange) {
  const isTold = fromMs >= 0 && toMs < LAST_MINUTE_MS;
  const [first, last] = isTold ? [fromMs, Math.ceil(toMs)] : [0, LAST_MINUTE_MS];
  return { from_minute: minuteText(first), to_minute: minuteText(last) };
}

function minuteText(ms: number): string {
  return `${timeText(ms).slice(0, 'YYYY-MM-DD hh:mm'.length)}:00`;
}
