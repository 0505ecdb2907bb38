import { bearer, MEETINGS } from './calls.ts';
import type { DemoKey } from './demo-data.ts';
import type { Call, HttpAnswer } from './http-client.ts';

const LARGEST_BURST = 400;

/** An integration that fires many calls at once, whatever is answered. */
export interface BurstClient {
  /** Fires a burst when one is due at `elapsed` ms since the start. */
  tick(elapsed: number): void;
}

interface Options {
  readonly key: DemoKey;
  readonly from: string;
  readonly userAgent: string;
  readonly calls: number;
  readonly everyMs: number;
  /** Whether the integration runs at `elapsed`. */
  readonly runs: (elapsed: number) => boolean;
  readonly send: (call: Call) => Promise<HttpAnswer | undefined>;
}

/**
 * Bursts double until one call is refused, so that raised rate limits are exceeded as well, and begin
 * again then: on a slow machine fewer are refused, and that must not fill the charts for good.
 */
export function createBurstClient(options: Options): BurstClient {
  const { key, from, everyMs, runs, send } = options;
  const headers = bearer(key.secret, options.userAgent);
  const call: Call = { method: 'GET', path: `${MEETINGS}?limit=1`, headers, from };
  let calls = options.calls;
  let due = 0;

  async function fire(): Promise<void> {
    const answers = await Promise.all(Array.from({ length: calls }, () => send(call)));
    const refused = answers.some((answer) => answer === undefined || answer.status === 429);
    calls = refused ? options.calls : Math.min(calls * 2, LARGEST_BURST);
  }

  return {
    tick(elapsed) {
      if (elapsed < due || !runs(elapsed)) return;
      due = elapsed + everyMs;
      void fire();
    },
  };
}
