import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Clock } from './clock.ts';
import type { Segment } from './segment-directory.ts';

const FIRST_MS = 15_000;
/** Longest wait before a segment is offered again, also where a longer one is asked for. */
export const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/** Segments that were refused: kept, and asked about again after waits that double. */
export class Postponed {
  readonly #monotonic: Clock['monotonic'];
  readonly #waits = new Map<string, { readonly at: number; readonly waitMs: number }>();
  /** What was said about the last one, until none is left. */
  lastReason: string | undefined;

  constructor(monotonic: Clock['monotonic']) {
    this.#monotonic = monotonic;
  }

  get size(): number {
    return this.#waits.size;
  }

  has({ path }: Segment): boolean {
    return this.#waits.has(path);
  }

  isDue({ path }: Segment): boolean {
    const wait = this.#waits.get(path);
    return wait === undefined || wait.at <= this.#monotonic();
  }

  add({ path }: Segment, reason: string): void {
    const before = this.#waits.get(path)?.waitMs ?? FIRST_MS / 2;
    const waitMs = Math.min(LONGEST_WAIT_MS, before * 2);
    this.#waits.set(path, { at: this.#monotonic() + waitMs, waitMs });
    this.lastReason = reason;
  }

  delete({ path }: Segment): void {
    this.#waits.delete(path);
    if (this.#waits.size === 0) this.lastReason = undefined;
  }
}
