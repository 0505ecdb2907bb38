/** When the demo's data source fails and when its runaway integration runs, by time since the start. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The first failure comes early, so that a fresh demo has every code within seconds. */
export const FIRST_FAULT_MS = 6 * SECOND;
const FIRST_FAULT_LENGTH = 4 * SECOND;
const FAULT_EVERY = 4 * MINUTE;
const FAULT_LENGTH = 20 * SECOND;

const FIRST_RUNAWAY_MS = 1 * SECOND;
const RUNAWAY_EVERY = 6 * MINUTE;
const RUNAWAY_LENGTH = 40 * SECOND;

/** The share of data source calls that fail at `elapsed` ms since the start, 0 to 1. */
export function faultShareAt(elapsed: number): number {
  const first = elapsed - FIRST_FAULT_MS;
  if (first >= 0 && first < FIRST_FAULT_LENGTH) return 1;
  const cycle = elapsed % FAULT_EVERY;
  return elapsed >= FAULT_EVERY && cycle < FAULT_LENGTH ? 0.8 : 0;
}

/** True while the runaway integration is looping. */
export function runawayAt(elapsed: number): boolean {
  const since = elapsed - FIRST_RUNAWAY_MS;
  return since >= 0 && since % RUNAWAY_EVERY < RUNAWAY_LENGTH;
}
