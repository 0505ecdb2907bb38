import type { FailureStatus } from './bucket.ts';

/**
 * Gamma-Poisson belief about a usual error ratio: `errors` of `requests`, the prior included and
 * old evidence fading. Its mean is defined from the first minute on.
 */
export interface Baseline {
  readonly errors: number;
  readonly requests: number;
}

const PRIOR: Readonly<Record<FailureStatus, Baseline>> = {
  '500': { errors: 0.5, requests: 500 },
  '429': { errors: 1, requests: 200 },
};

/** Half of a minute's weight is gone after six hours. */
const FADE_PER_MINUTE = 0.5 ** (1 / 360);

/** The usual ratio; without evidence, the prior's. */
export function usualRatio(baseline: Baseline | undefined, signal: FailureStatus): number {
  const { errors, requests } = baseline ?? PRIOR[signal];
  return errors / requests;
}

/**
 * Learns one minute. Winsorised: a minute counts at most three times the usual errors (and a few
 * to move at all), so that no burst becomes the new normal.
 */
export function learnMinute(
  before: Baseline | undefined,
  signal: FailureStatus,
  errors: number,
  requests: number,
): Baseline {
  const prior = PRIOR[signal];
  const old = before ?? prior;
  const cap = 3 * requests * (old.errors / old.requests) + 2;
  const fade = (value: number, floor: number) => floor + (value - floor) * FADE_PER_MINUTE;
  return {
    errors: fade(old.errors, prior.errors) + Math.min(errors, cap),
    requests: fade(old.requests, prior.requests) + requests,
  };
}
