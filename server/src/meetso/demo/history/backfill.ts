import { setTimeout as pause } from 'node:timers/promises';
import type { Spool } from '@request-desk/fastify/spool/spool';
import type { DemoSeed } from '../demo-data.ts';
import { createPast } from './past-request.ts';
import { openPastTelemetry } from './past-telemetry.ts';
import { pastTimes } from './past-times.ts';
import { type PastTrouble, watchTroubles } from './past-troubles.ts';

const DAY_MS = 86_400_000;
const CHUNK = 500;
/** Above this backlog the store is given time to catch up. */
const MOST_BACKLOG = 64 * 2 ** 20;
const CATCH_UP_MS = 100;

export interface BackfillOptions {
  readonly days: number;
  /** Requests per second over a working day. */
  readonly rate: number;
  readonly seed: DemoSeed;
  readonly spool: Spool;
  readonly release: string;
  readonly now: () => number;
  readonly random: () => number;
  /** Told of each outage and surge once the history has gone past it. */
  readonly onTrouble?: ((trouble: PastTrouble) => Promise<void>) | undefined;
  /** Told once per day of history. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Fills in `days` of history up to now, oldest first, through the same encoders and spool as live
 * requests. Live traffic goes on meanwhile. Returns the number of requests.
 */
export async function backfillHistory(options: BackfillOptions): Promise<number> {
  const { days, rate, seed, spool, release, now, random, report, signal } = options;
  const to = now();
  const past = createPast(seed, random);
  const telemetry = openPastTelemetry(spool, release);
  const troubles = watchTroubles(to - days * DAY_MS, to);
  const tell = async (upTo: number) => {
    for (const trouble of troubles.take(upTo)) await options.onTrouble?.(trouble);
  };
  let [written, day] = [0, 0];
  for (const { at, runaway } of pastTimes(to - days * DAY_MS, to, rate, random)) {
    const request = runaway ? past.runawayCall(at) : past.usual(at);
    telemetry.write(request);
    const { code, orgId: org, requestId } = request.event;
    troubles.note({ at, code, org, requestId });
    written++;
    if (written % CHUNK > 0) continue;
    const reached = days - Math.floor((to - at) / DAY_MS);
    if (reached > day) {
      day = reached;
      report(`History: day ${day} of ${days}, ${written} requests so far`);
    }
    await tell(at);
    // Each chunk gives way to the live requests of this process.
    await pause(1);
    while (!signal.aborted && spool.state().backlog_bytes > MOST_BACKLOG) await pause(CATCH_UP_MS);
    if (signal.aborted) break;
  }
  const dropped = await telemetry.close();
  if (!signal.aborted) await tell(to);
  report(`History: ${written} requests of ${days} days${dropped ? `, ${dropped} items lost` : ''}`);
  return written;
}
