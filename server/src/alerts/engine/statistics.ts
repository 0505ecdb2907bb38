/**
 * Lower end of the Wilson score interval of a ratio (Wilson 1927): what `errors` of `requests`
 * prove at least, at `z` standard deviations.
 */
export function wilsonLower(errors: number, requests: number, z: number): number {
  if (requests <= 0) return 0;
  const p = Math.min(1, errors / requests);
  const z2 = z * z;
  const centre = p + z2 / (2 * requests);
  const spread = z * Math.sqrt((p * (1 - p) + z2 / (4 * requests)) / requests);
  return Math.max(0, (centre - spread) / (1 + z2 / requests));
}

/** Chance of at most `k` events when `mean` are expected. */
export function poissonAtMost(k: number, mean: number): number {
  if (mean <= 0) return 1;
  let term = -mean;
  let sum = Math.exp(term);
  for (let i = 1; i <= k; i++) {
    term += Math.log(mean / i);
    sum += Math.exp(term);
    if (sum >= 1) return 1;
  }
  return sum;
}

/** The sum of all. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
