import { BURST_CALLS, importerEveryMs } from '../rate-profile.ts';
import { HIGHEST, rateAt, SURGE, surgeAt } from './daily-rate.ts';

/** When something was asked in the past, and by whom. */
export interface PastTime {
  readonly at: number;
  readonly by: 'usual' | 'runaway' | 'importer';
  /** Whether the limits of an integration that overdoes it let the call through. */
  readonly passes: boolean;
}

/** Of a runaway's calls; twice as many come as its limit allows. */
const PASSING = 0.5;
/** Of a burst, the limit within a second. */
const BURST = 10;
const APART_MS = 3;

/**
 * Times of requests from `from` until `to` (ms since the epoch), oldest first: a Poisson process
 * with the profile's rate, `average` requests per second over a working day, by thinning (Lewis and
 * Shedler 1979), and the bursts of an importer.
 */
export function* pastTimes(
  from: number,
  to: number,
  average: number,
  random: () => number,
): Generator<PastTime> {
  const highest = (HIGHEST + SURGE) * average;
  const everyMs = importerEveryMs(average);
  let at = from;
  let burstAt = from + everyMs * random();
  while (true) {
    at += (-Math.log(1 - random()) * 1000) / highest;
    for (; burstAt < Math.min(at, to); burstAt += everyMs) yield* burst(burstAt, to);
    if (at >= to) return;
    const dice = random() * highest;
    const usual = rateAt(at, average);
    if (dice < usual) yield { at, by: 'usual', passes: true };
    else if (surgeAt(at) && dice < usual + SURGE * average)
      yield { at, by: 'runaway', passes: random() < PASSING };
  }
}

function* burst(at: number, to: number): Generator<PastTime> {
  for (let n = 0; n < BURST_CALLS.importer && at + n * APART_MS < to; n++)
    yield { at: at + n * APART_MS, by: 'importer', passes: n < BURST };
}
