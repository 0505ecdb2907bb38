import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingLog, type Window } from './sliding-log.ts';

const DOCUMENTED: readonly Window[] = [
  { limit: 10, windowMs: 1_000 },
  { limit: 60, windowMs: 60_000 },
];

/** Gaps in whole microseconds, as the log counts: bursts, edges of the windows, pauses. */
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 150_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(99_999, 100_000, 999_999, 1_000_000, 1_000_001) },
  { weight: 1, arbitrary: fc.constantFrom(59_999_999, 60_000_000, 60_000_001) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 70_000_000 }) },
);
const arrivals = fc.record({
  start: fc.integer({ min: 0, max: 2 ** 40 }),
  gaps: fc.array(gap, { minLength: 1, maxLength: 400 }),
});

/** A perfect sliding window, written as the documentation says it. */
class Oracle {
  readonly #windows: readonly Window[];
  readonly #accepted: number[] = [];

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
  }

  used({ windowMs }: Window, now: number): number {
    return this.#accepted.filter((at) => at > now - windowMs * 1000).length;
  }

  take(now: number): boolean {
    const accepts = this.#windows.every((window) => this.used(window, now) < window.limit);
    if (accepts) this.#accepted.push(now);
    return accepts;
  }
}

function check(windows: readonly Window[], runs: number): void {
  fc.assert(
    fc.property(arrivals, ({ start, gaps }) => {
      const [log, oracle] = [new SlidingLog(windows), new Oracle(windows)];
      let [now, refusals] = [start, 0];
      for (const step of gaps) {
        now += step;
        const accepted = log.take(now / 1000);
        expect(accepted).toBe(oracle.take(now));
        const states = log.states(now / 1000);
        expect(states.map((state) => state.used)).toEqual(windows.map((w) => oracle.used(w, now)));
        // Replaying costs much, and the first refusals of a run are as good as the others.
        if (accepted || ++refusals > 4) continue;
        const waitMs = Math.max(...states.map((state) => state.waitMs));
        expect(waitMs).toBeGreaterThan(0);
        // The next call after `Retry-After` is accepted, and no earlier one would have been.
        const after = now + Math.ceil(waitMs / 1000) * 1_000_000;
        expect(replay(windows, gaps, start, now).take(after / 1000)).toBe(true);
        const early = now + Math.round(waitMs * 1000) - 1;
        expect(replay(windows, gaps, start, now).take(early / 1000)).toBe(false);
      }
    }),
    { numRuns: runs },
  );
}

/** A second log with the same past. */
function replay(
  windows: readonly Window[],
  gaps: readonly number[],
  start: number,
  until: number,
): SlidingLog {
  const copy = new SlidingLog(windows);
  let now = start;
  for (const step of gaps) {
    now += step;
    if (now > until) break;
    copy.take(now / 1000);
  }
  return copy;
}

describe('the sliding log', () => {
  it('accepts exactly what a perfect sliding window accepts, as documented', () => {
    check(DOCUMENTED, 300);
  });

  it.each([
    [[{ limit: 1, windowMs: 1_000 }]],
    [[{ limit: 3, windowMs: 50 }]],
    [
      [
        { limit: 100, windowMs: 1_000 },
        { limit: 20, windowMs: 60_000 },
      ],
    ],
  ])('and with other windows %j', (windows) => check(windows, 100));

  it('lets no double burst through at the edge of a second', () => {
    const log = new SlidingLog(DOCUMENTED);
    const at = (ms: number, calls: number) =>
      Array.from({ length: calls }, () => log.take(ms)).filter(Boolean).length;
    expect(at(990, 12)).toBe(10);
    expect(at(1_010, 12)).toBe(0);
    expect(at(1_990, 12)).toBe(10);
  });

  it('takes a clock that goes back for one that stands still', () => {
    const log = new SlidingLog([{ limit: 2, windowMs: 1_000 }]);
    expect([log.take(5_000), log.take(4_000), log.take(4_500)]).toEqual([true, true, false]);
    expect(log.take(6_000)).toBe(true);
  });

  it('is idle once every call has left every window', () => {
    const log = new SlidingLog(DOCUMENTED);
    log.take(0);
    expect([log.idle(59_999), log.idle(60_000)]).toEqual([false, true]);
  });
});
