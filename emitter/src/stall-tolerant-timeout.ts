/** A timer that fires later than this was held up by the event loop. */
const LATE_MS = 20;
/** So much more, each time, for exchanges that the event loop held up; and so often at most. */
const GRACE_MS = 150;
const MOST_GRACES = 2;

/**
 * Calls `late` once after `ms` milliseconds, unless the function that it returns is called before. A
 * stalled event loop fires timers before it reads the answers that wait in its sockets: those are
 * read first, and what takes several exchanges gets up to 0.3 s more when the loop was late.
 */
export function stallTolerantTimeout(ms: number, late: () => void): () => void {
  let graces = 0;
  let timer: NodeJS.Timeout;
  let turn: NodeJS.Immediate | undefined;
  const wait = (forMs: number) => {
    const due = performance.now() + forMs;
    timer = setTimeout(() => {
      const isLate = performance.now() - due > LATE_MS && graces++ < MOST_GRACES;
      // Runs after the sockets of this turn were read; the answer may have cancelled it by then.
      turn = setImmediate(() => (isLate ? wait(GRACE_MS) : late()));
    }, forMs);
  };
  wait(ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
}

/** What `work` resolves to, or what `late` gives or throws when that takes longer than `ms`. */
export function withStallTolerantTimeout<T>(
  ms: number,
  work: Promise<T>,
  late: () => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = stallTolerantTimeout(ms, () => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    });
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}
