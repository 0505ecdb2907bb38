/** Longer than two lookups in the control plane take, also under load. */
const INTERVAL_MS = 5;

/** Sends answers at multiples of an interval, so that their time does not reveal how much work they took. */
export class EvenPace {
  /** Milliseconds from anywhere that never go back. */
  readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Resolves at the first multiple of the interval, counted from `since`, that is still to come. */
  nextInterval(since: number): Promise<void> {
    const passed = this.now() - since;
    const due = (Math.floor(passed / INTERVAL_MS) + 1) * INTERVAL_MS;
    return new Promise((resolve) => {
      const wait = () => {
        const left = since + due - this.now();
        if (left <= 0) resolve();
        else setTimeout(wait, left);
      };
      wait();
    });
  }
}
