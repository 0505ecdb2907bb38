import { MINUTE_MS } from '@request-desk/shared/durations';

/** Silence is judged by the longest of so many waits between records: a collector sends in batches. */
const WAITS = 5;
const SILENT_AFTER_MS = 30_000;
const LONGEST_SILENCE_MS = 3 * MINUTE_MS;

/** Time since the last heartbeat of one producer; all in monotonic milliseconds. */
export class HeartbeatAge {
  #lastAt: number;
  #waits: number[] = [];

  constructor(at: number) {
    this.#lastAt = at;
  }

  received(at: number): void {
    this.#waits = [...this.#waits, at - this.#lastAt].slice(-WAITS);
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  /** Nothing was read until `at`: what was not received before does not count as silence. */
  listenedFrom(at: number): void {
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  /** How long it has sent nothing, when that is too long. */
  silentFor(at: number): number | undefined {
    const usual = Math.min(LONGEST_SILENCE_MS, 1.5 * Math.max(0, ...this.#waits));
    const silence = at - this.#lastAt;
    return silence > Math.max(SILENT_AFTER_MS, usual) ? silence : undefined;
  }
}
