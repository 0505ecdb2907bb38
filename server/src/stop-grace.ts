/** What closing takes at most, after draining, in seconds. */
export const CLOSE_WITHIN_S = 25;
/** Closing, and some room for the machine to be slow. */
const BEYOND_DRAIN_S = 30;
/** What container engines grant when nothing is said. */
const USUAL_GRACE_S = 10;

/**
 * A warning of one line when the program that stops this process kills it before it can have drained and
 * closed: as the first process of a container, or where STOP_GRACE_SECONDS sets the grace.
 */
export function shortGrace(
  {
    stopGraceSeconds,
    drainSeconds,
  }: { stopGraceSeconds?: number | undefined; drainSeconds: number },
  pid: number,
): string | undefined {
  if (stopGraceSeconds === undefined && pid !== 1) return undefined;
  const needed = drainSeconds + BEYOND_DRAIN_S;
  if ((stopGraceSeconds ?? USUAL_GRACE_S) >= needed) return undefined;
  const granted =
    stopGraceSeconds === undefined
      ? `STOP_GRACE_SECONDS is not set, and ${USUAL_GRACE_S} s are usual`
      : `STOP_GRACE_SECONDS is ${stopGraceSeconds}`;
  return (
    `Warning: stopping takes up to ${needed} s (DRAIN_SECONDS ${drainSeconds}, then closing), and ` +
    `${granted}: let the container's grace period (stop_grace_period, ` +
    `terminationGracePeriodSeconds) and STOP_GRACE_SECONDS be ${needed} or more`
  );
}
