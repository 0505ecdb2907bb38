import type { Outcome } from './watermark-record.ts';

/** Numbers from `first` to `last`, both included. */
export interface SequenceRun {
  readonly first: number;
  readonly last: number;
}

/** More separate runs than this are kept of the lowest; a later look finds the others again. */
const MOST_RUNS = 10_000;

/** The sequence numbers that were seen: all up to `prefix`, and runs above it. */
class SequenceSet {
  #prefix: number;
  #runs: SequenceRun[] = [];

  constructor(prefix = 0) {
    this.#prefix = prefix;
  }

  /** All numbers from 1 up to this one were seen. */
  get prefix(): number {
    return this.#prefix;
  }

  /** The highest number that was seen. */
  get last(): number {
    return this.#runs.at(-1)?.last ?? this.#prefix;
  }

  /** Adds runs in any order; they may overlap each other and what was seen before. */
  add(runs: readonly SequenceRun[]): void {
    const fresh = runs.filter(({ last }) => last > this.#prefix);
    if (fresh.length === 0) return;
    const all = [...this.#runs, ...fresh].sort((a, b) => a.first - b.first);
    const merged: SequenceRun[] = [];
    for (const run of all) {
      const before = merged.at(-1);
      if (run.first <= this.#prefix + 1) this.#prefix = Math.max(this.#prefix, run.last);
      else if (before && run.first <= before.last + 1)
        merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, run.last) };
      else merged.push(run);
    }
    this.#runs = merged.filter(({ last }) => last > this.#prefix).slice(0, MOST_RUNS);
  }

  /** The numbers up to `wanted` that come first and were not seen, or undefined when all were. */
  missing(wanted: number): SequenceRun | undefined {
    if (wanted <= this.#prefix) return undefined;
    const next = this.#runs[0]?.first ?? Number.POSITIVE_INFINITY;
    return { first: this.#prefix + 1, last: Math.min(wanted, next - 1) };
  }

  /** Takes all numbers up to `last` for seen. */
  skipTo(last: number): void {
    this.add([{ first: 1, last }]);
  }
}

/** What was seen of an epoch. */
export type Sets = Readonly<Record<Outcome, SequenceSet>>;

/** Starts with what an earlier process had seen. */
export function newSets(failed = 0, succeeded = 0): Sets {
  return { failed: new SequenceSet(failed), succeeded: new SequenceSet(succeeded) };
}
