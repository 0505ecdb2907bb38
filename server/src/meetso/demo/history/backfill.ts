import { setTimeout as pause } from 'node:timers/promises';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { DAY_MS } from '@request-desk/shared/durations';
import type { DemoSeed } from '../demo-data.ts';
import { createPast } from './past-request.ts';
import { openPastTelemetry, type PastTelemetry } from './past-telemetry.ts';
import { pastTimes } from './past-times.ts';
import { type PastTrouble, watchTroubles } from './past-troubles.ts';
import { type PastRange, type StoredMinutes, unfilled } from './unfilled.ts';

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
  /** What is there already. */
  readonly minutes: StoredMinutes;
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
 * Fills in what is empty of `days` of history up to now, oldest first, through the same encoders and
 * spool as live requests. Live traffic goes on meanwhile. Returns the number of requests.
 */
export async function backfillHistory(options: BackfillOptions): Promise<number> {
  const { days, rate, spool, minutes, release, now, report, signal } = options;
  const to = now();
  const whole = { fromMs: to - days * DAY_MS, toMs: to, rate };
  const gaps = await unfilled(minutes, spool, whole, signal);
  if (gaps.length === 0) report(`History: ${days} days are there already`);
  const telemetry = openPastTelemetry(spool, release);
  let written = 0;
  for (const gap of gaps) written += await fill(options, telemetry, gap, to);
  const dropped = await telemetry.close();
  if (gaps.length > 0)
    report(
      `History: ${written} requests of ${days} days${dropped ? `, ${dropped} items lost` : ''}`,
    );
  return written;
}

async function fill(
  { days, rate, seed, spool, random, report, onTrouble, signal }: BackfillOptions,
  telemetry: PastTelemetry,
  { fromMs, toMs }: PastRange,
  now: number,
): Promise<number> {
  const past = createPast(seed, random);
  const troubles = watchTroubles(fromMs, toMs);
  const tell = async (upTo: number) => {
    for (const trouble of troubles.take(upTo)) await onTrouble?.(trouble);
  };
  const dayOf = (at: number) => days - Math.floor((now - at) / DAY_MS);
  let [written, day] = [0, dayOf(fromMs)];
  for (const { at, by, passes } of pastTimes(fromMs, toMs, rate, random)) {
    const request = by === 'usual' ? past.usual(at) : past.burstCall(at, by, passes);
    telemetry.write(request);
    const { code, orgId: org, requestId } = request.event;
    troubles.note({ at, code, org, requestId });
    written++;
    if (written % CHUNK > 0) continue;
    if (dayOf(at) > day) {
      day = dayOf(at);
      report(`History: day ${day} of ${days}, ${written} requests so far`);
    }
    await tell(at);
    // Each chunk gives way to the live requests of this process.
    await pause(1);
    while (!signal.aborted && spool.state().backlog_bytes > MOST_BACKLOG) await pause(CATCH_UP_MS);
    if (signal.aborted) return written;
  }
  await tell(toMs);
  return written;
}
