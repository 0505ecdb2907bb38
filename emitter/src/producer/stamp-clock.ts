import type { ReferenceClock } from './reference-clock.ts';

/** A wall clock that is farther off the reference is not believed, in milliseconds. */
const BELIEVED_MS = 2_000;

/**
 * The clock of stamps, in whole milliseconds since 1970: the wall clock, and the reference where that says
 * otherwise. A receiver replaces stamps that cannot be by its own, and what is sent again would then
 * be another row.
 */
export function stampClock(reference: ReferenceClock, wall: () => number): () => number {
  return () => {
    const [now, best] = [wall(), reference.best()];
    return Math.abs(now - best) > BELIEVED_MS ? Math.round(best) : now;
  };
}
