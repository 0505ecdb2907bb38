import type { DemoClients } from './clients.ts';
import { demoClients } from './clients.ts';
import type { DemoSeed } from './demo-data.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { type Call, createHttpClient, type HttpAnswer } from './http-client.ts';
import { pickMistake } from './mistakes/pick.ts';
import { openingAfter } from './opening.ts';
import type { RateProfile } from './rate-profile.ts';
import { createTrafficCounter, type TrafficStats } from './traffic-counter.ts';

const TICK_MS = 20;
const MISTAKE_SHARE = 0.1;
/** Beyond this many calls without an answer, further ones are left out. */
const MOST_IN_FLIGHT = 500;

interface TrafficOptions {
  readonly apiUrl: string;
  readonly seed: DemoSeed;
  readonly profile: RateProfile;
  readonly fault: FaultSwitch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
}

export interface DemoTraffic {
  stats(): TrafficStats;
  /** Ends the traffic, switches the fault off and waits for open calls. */
  stop(): Promise<void>;
}

/**
 * Sends realistic requests over HTTP: SDK clients that behave, integrations with a fault, a runaway,
 * and from time to time a data source that fails. Every code occurs within the first 15 seconds.
 */
export function startDemoTraffic(options: TrafficOptions): DemoTraffic {
  const { seed, fault, now, random, profile } = options;
  const http = createHttpClient(options.apiUrl);
  const tally = createTrafficCounter();
  const inFlight = new Set<Promise<unknown>>();
  const world = { seed, random, now, send };
  const ending = new AbortController();
  const startedAt = now();
  const callers = demoClients(world, ending.signal, {
    everyMs: profile.everyMs,
    runs: (use, elapsed) => use === 'importer' || profile.runawayAt(startedAt + elapsed, elapsed),
  });
  let nextArrival = startedAt;
  let lastTick = -1;
  let stopped = false;

  function send(call: Call): Promise<HttpAnswer | undefined> {
    if (stopped) return Promise.resolve(undefined);
    const answer = http.send(call).catch(() => undefined);
    const counted = answer.then((value) => {
      inFlight.delete(counted);
      tally.count(value);
      return value;
    });
    inFlight.add(counted);
    return counted;
  }

  function tick(): void {
    const at = now();
    const elapsed = at - startedAt;
    fault.fail(profile.faultShareAt(at, elapsed));
    for (const step of openingAfter(lastTick, elapsed)) void step(world);
    for (const burst of callers.bursts) burst.tick(elapsed);
    lastTick = elapsed;
    // After a pause of the whole process, the missed requests are not made up for.
    if (at - nextArrival > 1000) nextArrival = at;
    for (; nextArrival <= at; nextArrival += waitForNext()) {
      if (inFlight.size < MOST_IN_FLIGHT) arrive(callers, at);
    }
  }

  /** Independent arrivals: exponential gaps around the wanted rate. */
  function waitForNext(): number {
    return (-Math.log(1 - random()) * 1000) / profile.rateAt(nextArrival);
  }

  function arrive({ clients }: DemoClients, at: number): void {
    if (random() < MISTAKE_SHARE) {
      const mistake = pickMistake(random);
      void mistake.make(world, mistake);
      return;
    }
    for (let tries = 0; tries < 5; tries++) {
      const client = clients[Math.floor(random() * clients.length)];
      if (client?.act(at) !== undefined) return;
    }
  }

  const timer = setInterval(tick, TICK_MS);
  return {
    stats: tally.stats,
    async stop() {
      stopped = true;
      ending.abort();
      clearInterval(timer);
      fault.fail(0);
      await Promise.allSettled(inFlight);
      http.close();
    },
  };
}
