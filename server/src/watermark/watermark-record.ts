import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import type { SequenceRun } from './sequence-set.ts';

/** What a sequence counts: answers with a status of 2xx, or all others. */
export type Outcome = 'failed' | 'succeeded';

/** Sequence numbers that are stored. */
export interface StoredRun extends SequenceRun {
  readonly producer: string;
  readonly epoch: number;
  readonly outcome: Outcome;
}

/** Where a record stands among those of its epoch: what ends the epoch comes last. */
export function orderOf({ number, state }: WatermarkRecord): number {
  return state === 'running' ? number : Number.POSITIVE_INFINITY;
}

/** The time up to which a record, or a claim, speaks for its producer; `skewMs` is what a wall clock may be off. */
export function coversUntil(
  record: Pick<WatermarkRecord, 'at' | 'clock'> & Partial<Pick<WatermarkRecord, 'receivedTo'>>,
  skewMs: number,
): number {
  const { at, clock, receivedTo } = record;
  return onReference({ at: Math.min(at, receivedTo ?? at), clock }, skewMs);
}

/** The earliest time by the reference clock at which a producer may have said this. */
export function onReference(
  { at, clock }: Pick<WatermarkRecord, 'at' | 'clock'>,
  skewMs: number,
): number {
  return clock === 'reference' ? at : at - skewMs;
}
