const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,234`; from 100,000 on in short: `123.5k`, `1.2m`. */
export function formatCount(count: number): string {
  return count < 100_000 ? whole.format(count) : short.format(count).toLowerCase();
}
