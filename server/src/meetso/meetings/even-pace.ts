/** Longer than two lookups in the control plane take, also under load. */
const BEAT_MS = 5;

/** Lets answers leave on beats, so that their time does not reveal how much work they took. */
export class EvenPace {
  /** Milliseconds from anywhere that never go back. */
  readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Resolves at the first multiple of the beat, counted from `since`, that is still to come. */
  nextBeat(since: number): Promise<void> {
    const passed = this.now() - since;
    const beat = (Math.floor(passed / BEAT_MS) + 1) * BEAT_MS;
    return new Promise((resolve) => {
      const wait = () => {
        const left = since + beat - this.now();
        if (left <= 0) resolve();
        else setTimeout(wait, left);
      };
      wait();
    });
  }
}
