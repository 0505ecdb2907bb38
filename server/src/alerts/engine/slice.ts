import { type Bucket, type FailureStatus, STEP_S } from './bucket.ts';
import { byName } from './by-name.ts';
import { countErrors, type ErrorCounts, NO_ERRORS } from './count-errors.ts';

/** A bucket as the window keeps it. */
export interface Slice {
  readonly t: number;
  /** `missing`: the telemetry itself did not arrive. `empty`: no request, as far as we know. */
  readonly kind: 'seen' | 'incomplete' | 'empty' | 'missing';
  readonly requests: number;
  readonly orgs: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<FailureStatus, ErrorCounts>>;
}

const NO_ERRORS_OF_EITHER = { '500': NO_ERRORS, '429': NO_ERRORS };

/** A bucket that no row came for. */
export function blankSlice(t: number, kind: 'empty' | 'missing'): Slice {
  return { t, kind, requests: 0, orgs: byName(), routes: byName(), errors: NO_ERRORS_OF_EITHER };
}

/** Sums a bucket by org and by route. */
export function sliceOf(bucket: Bucket): Slice {
  let requests = 0;
  for (const org in bucket.orgs) requests += bucket.orgs[org] ?? 0;
  return {
    t: bucket.t - (bucket.t % STEP_S),
    kind: bucket.complete ? 'seen' : 'incomplete',
    requests,
    orgs: byName(Object.entries(bucket.orgs)),
    routes: byName(Object.entries(bucket.routes)),
    errors:
      bucket.errors.length === 0
        ? NO_ERRORS_OF_EITHER
        : { '500': countErrors(bucket.errors, 500), '429': countErrors(bucket.errors, 429) },
  };
}
