const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,234`; from 100,000 on in short: `123.5k`, `1.2m`. */
export function formatCount(count: number): string {
  return count < 100_000 ? whole.format(count) : short.format(count).toLowerCase();
}

/** A share as a percentage with as many digits as it deserves: `0`, `0.03 %`, `4.1 %`, `62 %`. */
export function formatShare(part: number, total: number): string {
  if (total === 0 || part === 0) return '0 %';
  const percent = (part / total) * 100;
  if (percent < 0.01) return '< 0.01 %';
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}
