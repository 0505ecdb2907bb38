import { HIGHEST, rateAt, SURGE, surgeAt } from './rhythm.ts';

/** When something was asked in the past, and by whom. */
export interface PastTime {
  readonly at: number;
  readonly runaway: boolean;
}

/**
 * Times of requests from `from` until `to` (ms since the epoch), oldest first: a Poisson process
 * with the rhythm's rate, `average` requests per second over a working day, by thinning (Lewis and
 * Shedler 1979).
 */
export function* pastTimes(
  from: number,
  to: number,
  average: number,
  random: () => number,
): Generator<PastTime> {
  const highest = (HIGHEST + SURGE) * average;
  let at = from;
  while (true) {
    at += (-Math.log(1 - random()) * 1000) / highest;
    if (at >= to) return;
    const dice = random() * highest;
    const usual = rateAt(at, average);
    if (dice < usual) yield { at, runaway: false };
    else if (surgeAt(at) && dice < usual + SURGE * average) yield { at, runaway: true };
  }
}
