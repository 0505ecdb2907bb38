/** When the demo's data source fails and when its runaway integration runs, by time since the start. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The first failure comes early, so that a fresh demo has every code within seconds. */
export const FIRST_FAULT_MS = 6 * SECOND;
const FIRST_FAULT_LENGTH = 4 * SECOND;
const FAULT_EVERY = 4 * MINUTE;
const FAULT_LENGTH = 20 * SECOND;

const FIRST_RUNAWAY_MS = 1 * SECOND;
const FIRST_RUNAWAY_LENGTH = 10 * SECOND;
const RUNAWAY_EVERY = 6 * MINUTE;
const RUNAWAY_LENGTH = 40 * SECOND;

/** True while the data source fails for the first time. */
export function openingFaultAt(elapsed: number): boolean {
  const first = elapsed - FIRST_FAULT_MS;
  return first >= 0 && first < FIRST_FAULT_LENGTH;
}

/** True while the runaway shows what it does, right after the start. */
export function openingRunawayAt(elapsed: number): boolean {
  return elapsed >= FIRST_RUNAWAY_MS && elapsed < FIRST_RUNAWAY_MS + FIRST_RUNAWAY_LENGTH;
}

/** The share of data source calls that fail at `elapsed` ms since the start, 0 to 1. */
export function faultShareAt(elapsed: number): number {
  if (openingFaultAt(elapsed)) return 1;
  const cycle = elapsed % FAULT_EVERY;
  return elapsed >= FAULT_EVERY && cycle < FAULT_LENGTH ? 0.8 : 0;
}

/** True while the runaway integration is looping. */
export function runawayAt(elapsed: number): boolean {
  const since = elapsed - FIRST_RUNAWAY_MS;
  return since >= 0 && since % RUNAWAY_EVERY < RUNAWAY_LENGTH;
}
