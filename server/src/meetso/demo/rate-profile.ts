import { MINUTE_MS } from '@request-desk/shared/durations';
import { outageShareAt, rateAt, SURGE, surgeAt } from './history/daily-rate.ts';
import { faultShareAt, openingFaultAt, openingRunawayAt, runawayAt } from './incidents.ts';

/** The two integrations that overdo it. */
export type HeavyClient = 'runaway' | 'importer';

/** Calls that each makes at once. */
export const BURST_CALLS: Readonly<Record<HeavyClient, number>> = { runaway: 14, importer: 13 };

/** How the live traffic goes. `at`: milliseconds since 1970; `elapsed`: since its start. */
export interface RateProfile {
  /** Requests per second; above 0. */
  rateAt(at: number): number;
  /** The share of data source calls that fail. */
  faultShareAt(at: number, elapsed: number): number;
  /** Whether the runaway loops. */
  runawayAt(at: number, elapsed: number): boolean;
  /** Milliseconds from one burst to the next. */
  readonly everyMs: Readonly<Record<HeavyClient, number>>;
}

/** Always the same rate, with faults and loops every few minutes: there is much to see at once. */
export function steadyRate(rate: number): RateProfile {
  return {
    rateAt: () => rate,
    faultShareAt: (_at, elapsed) => faultShareAt(elapsed),
    runawayAt: (_at, elapsed) => runawayAt(elapsed),
    everyMs: { runaway: 2_000, importer: importerEveryMs(rate) },
  };
}

/** As the history was: the present goes on at its rate and in its shape, but for the first seconds. */
export function dailyRate(rate: number): RateProfile {
  return {
    rateAt: (at) => rateAt(at, rate),
    faultShareAt: (at, elapsed) => (openingFaultAt(elapsed) ? 1 : outageShareAt(at)),
    runawayAt: (at, elapsed) => openingRunawayAt(elapsed) || surgeAt(at),
    everyMs: {
      runaway: (BURST_CALLS.runaway * 1000) / (SURGE * rate),
      importer: importerEveryMs(rate),
    },
  };
}

/** Once a minute; less often where little is called. */
export function importerEveryMs(rate: number): number {
  return MINUTE_MS / Math.min(1, rate);
}
