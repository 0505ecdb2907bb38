/**
 * "All that this producer answered before `at` has a number up to `failed` or `succeeded`." Times are whole
 * milliseconds since 1970 by the reference clock.
 */
export interface WatermarkRecord {
  readonly producer: string;
  readonly epoch: number;
  /** Counts the records of an epoch from 1; 0 on the one that the next epoch writes. */
  readonly number: number;
  readonly at: number;
  readonly failed: number;
  readonly succeeded: number;
  /** All telemetry that was received before this is in the store; only who receives says it. */
  readonly receivedTo?: number | undefined;
  /** Whose clock `at` is; `wall` is the producer's machine's, which may be off. */
  readonly clock: 'reference' | 'wall';
  /** `drained` ends a clean shutdown; `ended` is said of an epoch by the next, and final as well. */
  readonly state: 'running' | 'drained' | 'ended';
  readonly roles: readonly string[];
  /** With `ended`: successes that were answered after it may be lost. */
  readonly losableSince?: number | undefined;
}
