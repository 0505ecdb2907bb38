import type { DatabaseError } from './database.ts';

/** A call that waits for an answer waits no longer than this for a control plane that hangs. */
export const PROMPT_READ_MS = 400;
/** So long after a failure nobody else has to wait for the same. */
const BELIEVED_MS = 1_000;
/** A failure is told for so long: what comes and goes with each table that is asked is trouble, too. */
const TOLD_MS = 10_000;

interface Failure {
  readonly error: DatabaseError;
  readonly at: number;
}

/** What one process knows of the control plane from its last calls, so that requests need not try. */
export class ControlPlaneState {
  readonly #now: () => number;
  #failure: Failure | undefined;
  #last: Failure | undefined;

  /** `now` counts milliseconds and never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Why a call would fail: a call of the last second failed, and none has succeeded since. */
  get outage(): DatabaseError | undefined {
    if (this.#failure === undefined) return undefined;
    return this.#now() - this.#failure.at < BELIEVED_MS ? this.#failure.error : undefined;
  }

  /** What failed last, if that was lately, whatever has succeeded since. */
  get trouble(): DatabaseError | undefined {
    return this.#last && this.#now() - this.#last.at < TOLD_MS ? this.#last.error : undefined;
  }

  answered(): void {
    this.#failure = undefined;
  }

  failed(error: DatabaseError): void {
    this.#last = { error, at: this.#now() };
    this.#failure = this.#last;
  }
}
