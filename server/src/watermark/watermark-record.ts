import type { SequenceRun } from './sequence-set.ts';

/** What a sequence counts: answers with a status of 2xx, or all others. */
export type Outcome = 'failed' | 'succeeded';

/** Sequence numbers that are stored. */
export interface StoredRun extends SequenceRun {
  readonly producer: string;
  readonly epoch: number;
  readonly outcome: Outcome;
}

/**
 * "All that this producer answered before `at` has a sequence up to `failed` and `succeeded`", as
 * the producer said it. Times are milliseconds since 1970.
 */
export interface WatermarkRecord {
  readonly producer: string;
  readonly epoch: number;
  /** Counts the records of an epoch. */
  readonly number: number;
  readonly at: number;
  readonly failed: number;
  readonly succeeded: number;
  /** All telemetry that the producer received before this is in the store; ingest only. */
  readonly receivedTo: number | undefined;
  readonly clock: 'reference' | 'wall';
  /** `drained` ends a clean shutdown; `ended` is said by the next epoch of an unclean end. */
  readonly state: 'running' | 'drained' | 'ended';
  readonly roles: readonly string[];
  /** On `ended`: successes answered after this may be lost. */
  readonly losableSince: number | undefined;
}

/** Where a record stands among those of its epoch: what ends the epoch comes last. */
export function orderOf({ number, state }: WatermarkRecord): number {
  return state === 'running' ? number : Number.POSITIVE_INFINITY;
}

/** The time up to which a record, or a claim, speaks for its producer; `skewMs` is what a wall clock may be off. */
export function speaksTo(
  record: Pick<WatermarkRecord, 'at' | 'clock'> & Partial<Pick<WatermarkRecord, 'receivedTo'>>,
  skewMs: number,
): number {
  const { at, clock, receivedTo } = record;
  const to = Math.min(at, receivedTo ?? at);
  return clock === 'reference' ? to : to - skewMs;
}
