/** With fewer requests a percentage says nothing. */
const FEWEST = 20;
/** Of the steps in which something is counted now, so many must have been counted before. */
const LEAST_SHARE = 0.8;

/**
 * Whether the time before holds enough to compare a time with: requests of both in steps of the same
 * length. Of a time that is not or only partly stored nothing can be said.
 */
export function isComparable(before: readonly number[], now: readonly number[]): boolean {
  const requests = before.reduce((sum, count) => sum + count, 0);
  return requests >= FEWEST && filled(before) >= LEAST_SHARE * filled(now);
}

function filled(counts: readonly number[]): number {
  return counts.filter((count) => count > 0).length;
}
