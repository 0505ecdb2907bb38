import type { WatermarkClaim } from '@request-desk/fastify/producer/producer';
import type { ProducerRow } from '../database/producers.ts';
import type { Gap } from './gap-watch.ts';
import type { ProducerProgress } from './producer-progress.ts';
import { coversUntil } from './watermark-record.ts';

/** `retired` and `drained` ones answer nothing more; `lost` ones may, but have no heartbeat. */
type ProducerState = 'current' | 'behind' | 'lost' | 'drained' | 'retired';

/** What is known of one producer. Times are milliseconds since 1970 by the reference clock. */
export interface JudgedProducer {
  readonly id: string;
  readonly host: string;
  readonly roles: readonly string[];
  readonly state: ProducerState;
  /** All that it answered before this is stored; undefined when nothing is known. */
  readonly currentTo: number | undefined;
  readonly silentSince: number | undefined;
  readonly gap: Gap | undefined;
}

/** The moment of a judgement, on three clocks. */
export interface Moment {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** The reference clock, its later end. */
  readonly nowMs: number;
  /** By how much a producer's wall clock may be off. */
  readonly skewMs: number;
}

/** Data is this much behind in the usual course of things. */
const BEHIND_AFTER_MS = 5_000;

/** The state of a registered producer, of which `progress` was seen, and `claim` was verified. */
export function judgeProducer(
  row: ProducerRow,
  progress: ProducerProgress,
  claim: WatermarkClaim | undefined,
  moment: Moment,
): JudgedProducer {
  const { id, host, roles } = row;
  const currentTo = currentToOf(row, progress, claim, moment);
  const known = { id, host, roles, currentTo };
  // One without a control plane begins epochs that are only in its records.
  const newest = Math.max(row.epoch, progress.newestEpoch);
  const out = row.retiredAt ? 'retired' : row.drainedEpoch === newest ? 'drained' : undefined;
  if (out) return { ...known, state: out, silentSince: undefined, gap: undefined };
  const silence = progress.silentFor(moment.at);
  const silentSince = silence === undefined ? undefined : moment.nowMs - silence;
  const gap = progress.gap(moment.at);
  const late = currentTo === undefined || moment.nowMs - currentTo > BEHIND_AFTER_MS;
  const state = silence !== undefined ? 'lost' : gap || late ? 'behind' : 'current';
  return { ...known, state, silentSince, gap };
}

/** True for those whose answers are waited for. */
export function isCounted({ state }: JudgedProducer): boolean {
  return state !== 'retired' && state !== 'drained';
}

function currentToOf(
  row: ProducerRow,
  progress: ProducerProgress,
  claim: WatermarkClaim | undefined,
  { nowMs, skewMs }: Moment,
): number | undefined {
  const stored = storedTo(row, progress, skewMs) ?? Number.NEGATIVE_INFINITY;
  const claimed = claim ? coversUntil(claim, skewMs) : Number.NEGATIVE_INFINITY;
  // The reference was put back since: what was said on it before means nothing now.
  const to = Math.max(...[stored, claimed].filter((time) => time <= nowMs));
  return Number.isFinite(to) ? to : undefined;
}

function storedTo(
  { epoch, registeredAt, verifiedEpoch, verifiedAtMs }: ProducerRow,
  { covered, isStale }: ProducerProgress,
  skewMs: number,
): number | undefined {
  if (isStale) return undefined;
  if (covered) return coversUntil(covered, skewMs);
  if (verifiedEpoch > 0) return verifiedAtMs;
  // Before it was registered for the first time it answered nothing.
  return epoch === 1 ? registeredAt.getTime() : undefined;
}
