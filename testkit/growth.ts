const ROUNDS = 9;
/** Times below it are noise; what is so fast on inputs of a test's size holds nobody up. */
const NOISE_MS = 4;

/**
 * How much longer `work` takes with each doubling of its input: 2 for linear work, 4 for quadratic.
 * Measured from `size` to four times that, the best of nine rounds each, taken in turn, so that a busy
 * machine does not count.
 */
export function growth<T>(
  make: (size: number) => T,
  work: (input: T) => void,
  size: number,
): number {
  const [small, large] = [make(size), make(size * 4)];
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    short = Math.min(
      short,
      timed(() => work(small)),
    );
    long = Math.min(
      long,
      timed(() => work(large)),
    );
  }
  return Math.sqrt(long / Math.max(NOISE_MS, short));
}

/** Milliseconds of processor time, which others on the machine do not lengthen. */
function timed(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
