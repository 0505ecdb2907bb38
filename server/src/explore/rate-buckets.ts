import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ErrorRates } from '@request-desk/shared/support-api';

interface Row {
  readonly at: number;
  readonly code: string;
  readonly requests: number;
}

/** One bucket per entry of `steps` (seconds), also for those without requests. */
export function rateBuckets(steps: readonly number[], rows: readonly Row[]): ErrorRates['buckets'] {
  const buckets = new Map(steps.map((at) => [at, { requests: 0, by_code: emptyCounts() }]));
  for (const { at, code, requests } of rows) {
    const bucket = buckets.get(at);
    if (bucket === undefined) continue;
    bucket.requests += requests;
    if (code !== '') bucket.by_code[code] = (bucket.by_code[code] ?? 0) + requests;
  }
  return [...buckets].map(([at, counts]) => ({ at: isoOfSeconds(at), ...counts }));
}

/** Without a prototype: a code may be any text. */
function emptyCounts(): Record<string, number> {
  return Object.create(null);
}
