import { setTimeout as pause } from 'node:timers/promises';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { ERROR_CODES } from '../catalogue/causes.ts';
import { demoBanner } from './banner.ts';
import type { DemoSeed } from './demo-data.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { backfillHistory } from './history/backfill.ts';
import type { PastTrouble } from './history/past-troubles.ts';
import type { StoredMinutes } from './history/unfilled.ts';
import { dailyRate, steadyRate } from './rate-profile.ts';
import { type DemoTraffic, startDemoTraffic } from './traffic.ts';

const BANNER_AFTER_MS = 15_000;
const POLL_READY_MS = 250;

export interface DemoOptions {
  readonly seed: DemoSeed;
  readonly fault: FaultSwitch;
  readonly rate: number;
  readonly historyDays: number;
  readonly apiUrl: string;
  readonly consoleUrl: string;
  readonly spool: Spool;
  /** Which minutes of the history are stored. */
  readonly minutes: StoredMinutes;
  readonly release: string;
  readonly print: (text: string) => void;
  /** Told of what went wrong in the history. */
  readonly onTrouble: (trouble: PastTrouble) => Promise<void>;
}

/** Starts traffic and history, and prints what to try once every code has occurred. */
export function runDemo(options: DemoOptions): { stop(): Promise<void> } {
  const { seed, fault, rate, historyDays, apiUrl, consoleUrl, spool, release, print } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const [now, random] = [Date.now, Math.random];
  const traffic = startDemoTraffic({
    apiUrl,
    seed,
    fault,
    now,
    random,
    profile: historyDays > 0 ? dailyRate(rate) : steadyRate(rate),
  });
  const history =
    historyDays > 0
      ? backfillHistory({
          days: historyDays,
          rate,
          seed,
          spool,
          release,
          now,
          random,
          signal,
          minutes: options.minutes,
          report: print,
          onTrouble: options.onTrouble,
        }).catch((error: unknown) => print(`History: not filled in (${String(error)})`))
      : Promise.resolve();
  const banner = everyCode(traffic, signal).then(() => {
    const { latest } = traffic.stats();
    if (!signal.aborted) print(demoBanner({ seed, latest, apiUrl, consoleUrl, rate }));
  });
  return {
    async stop() {
      ending.abort();
      await Promise.allSettled([traffic.stop(), history, banner]);
    },
  };
}

/** Resolves when the traffic has met each code, and after a while in any case. */
async function everyCode(traffic: DemoTraffic, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + BANNER_AFTER_MS;
  while (!signal.aborted && performance.now() < deadline) {
    const { latest } = traffic.stats();
    if (ERROR_CODES.every((code) => latest[code] !== undefined)) return;
    await pause(POLL_READY_MS);
  }
}
