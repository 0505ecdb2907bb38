import type { Binned } from '../../clickhouse/queries/latency.ts';
import { BIN_GROWTH, BIN_OF_1_MS } from '../../clickhouse/queries/stat-columns.ts';

/**
 * The duration in ms below which the share `q` of requests stays, by nearest rank; off by 2.5 % at
 * most (the middle of a bin, as in DDSketch, Masson et al., VLDB 2019). Undefined without requests.
 */
export function quantileOf({ bins, counts }: Binned, q: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let left = Math.ceil(q * total);
  for (const [index, bin] of bins.entries()) {
    left -= counts[index] ?? 0;
    if (left <= 0) return middleOf(bin);
  }
  return undefined;
}

function middleOf(bin: number): number {
  const upper = BIN_GROWTH ** (bin - BIN_OF_1_MS);
  return Number(((2 * upper) / (BIN_GROWTH + 1)).toPrecision(4));
}
