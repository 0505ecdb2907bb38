import type { Beats } from '../../clickhouse/queries/alert-heartbeats.ts';
import { STEP_S } from '../engine/bucket.ts';

/** A process without a heartbeat for so long is taken for stopped and no longer waited for. */
export const LIVE_S = 30;
/** Heartbeats come every ten seconds, not to the millisecond. */
const JITTER_S = 1;

/** True when every running process has reported past `end`, in seconds. */
export function isReported(beats: readonly Beats[], end: number): boolean {
  const live = beats.filter(({ last }) => last >= end - LIVE_S);
  return live.length > 0 && live.every(({ last }) => last >= end);
}

/** True when any process sent a heartbeat in the bucket that starts at `t`. */
export function isAlive(beats: readonly Beats[], t: number): boolean {
  return beats.some(
    ({ buckets, last }) => buckets.includes(t) || (last >= t && last < t + STEP_S + JITTER_S),
  );
}
