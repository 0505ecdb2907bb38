import type { SequenceRun } from './sequence-set.ts';
import type { Outcome } from './watermark-record.ts';

/** Missing numbers are a gap when they have not come for so long. */
const GAP_AFTER_MS = 10_000;

/** What does not come: numbers of one outcome, or the record that ends an epoch (0 to 0). */
export interface Gap {
  readonly epoch: number;
  readonly missing: Outcome | 'end';
  readonly first: number;
  readonly last: number;
  /** Monotonic milliseconds: since when they have been waited for. */
  readonly since: number;
}

/** The gravest first. */
const MISSING = ['failed', 'end', 'succeeded'] as const;

/** Since when what is missing of one producer has been missing. */
export class GapWatch {
  readonly #gaps = new Map<Gap['missing'], Gap>();

  /** What is missing now, or nothing. */
  note(epoch: number, missing: Gap['missing'], run: SequenceRun | undefined, at: number): void {
    const before = this.#gaps.get(missing);
    if (run === undefined) this.#gaps.delete(missing);
    else if (before?.epoch === epoch && before.first === run.first)
      this.#gaps.set(missing, { ...before, ...run });
    else this.#gaps.set(missing, { epoch, missing, ...run, since: at });
  }

  /** What is missing, for however short a time. */
  of(missing: Gap['missing']): Gap | undefined {
    return this.#gaps.get(missing);
  }

  /** The gravest of what has been missing for too long. */
  gap(at: number): Gap | undefined {
    return MISSING.map((missing) => this.#gaps.get(missing)).find(
      (gap) => gap !== undefined && at - gap.since >= GAP_AFTER_MS,
    );
  }
}
