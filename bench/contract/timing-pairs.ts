/** Why a meeting is not seen. */
export type Kind = 'other_org' | 'absent' | 'deleted';
export const KINDS = ['other_org', 'absent', 'deleted'] as const satisfies readonly Kind[];
/** Calls of a meeting that answer alike for all that is not seen. */
export const METHODS = ['GET', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export const PAIRS = [
  ['other_org', 'absent'],
  ['other_org', 'deleted'],
  ['absent', 'deleted'],
] as const satisfies readonly (readonly [Kind, Kind])[];

/** The share of rounds in which `a` took longer than `b`; ties count half. */
export function slower(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    sum += x > y ? 1 : x === y ? 0.5 : 0;
  });
  return sum / a.length;
}

/** One standard deviation of `slower` where there is no difference. */
export function chance(rounds: number): number {
  return 0.5 / Math.sqrt(rounds);
}

/** A quantile, in words. */
export function at(numbers: readonly number[], quantile: number): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) * quantile)] ?? Number.NaN).toFixed(3);
}
