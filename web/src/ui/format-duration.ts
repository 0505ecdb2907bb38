import { HOUR_S } from '@request-desk/shared/durations';

const digits = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Microseconds in the unit people would use: `0`, `340 µs`, `12.3 ms`, `1.25 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. */
export function formatMicros(us: number): string {
  const size = Math.abs(us);
  if (size === 0) return '0';
  if (size < 1_000) return `${trim(digits(us))} µs`;
  if (size < 999_500) return `${trim(digits(us / 1_000))} ms`;
  if (size < 60_000_000) return `${trim(digits(us / 1_000_000))} s`;
  const seconds = Math.round(us / 1_000_000);
  if (seconds < HOUR_S) return both(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return both(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return both(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** Of a whole number of the greater unit the smaller one is not said. */
function both(much: number, unit: string, rest: number, smaller: string): string {
  return rest === 0 ? `${much} ${unit}` : `${much} ${unit} ${rest} ${smaller}`;
}

/** Milliseconds in the unit people would use. */
export function formatMillis(ms: number): string {
  return formatMicros(ms * 1_000);
}
