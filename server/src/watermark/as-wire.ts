import type { CompletenessStatus, ProducerStatus } from '@request-desk/shared/completeness-api';
import type { Completeness } from './completeness.ts';
import type { JudgedProducer } from './judge-producer.ts';

/** A producer as the console shows it. */
export function producerAsWire(
  { id, host, roles, state, currentTo, silentSince, gap }: JudgedProducer,
  { takenAt, nowMs }: Pick<Completeness, 'takenAt' | 'nowMs'>,
): ProducerStatus {
  return {
    id,
    host,
    roles: [...roles],
    state,
    current_to: isoOf(currentTo),
    silent_since: isoOf(silentSince),
    gap: gap
      ? {
          epoch: gap.epoch,
          missing: gap.missing,
          first: gap.first,
          last: gap.last,
          since: new Date(nowMs - (takenAt - gap.since)).toISOString(),
        }
      : null,
  };
}

/** How far the store is complete, as `/support/v1/status` says it. */
export function completenessAsWire(found: Completeness): CompletenessStatus {
  return {
    current_to: isoOf(found.currentTo),
    state: found.state,
    store: found.store,
    control_plane: found.controlPlane,
    store_replaced_at: isoOf(found.replacedAt),
    producers: found.producers.map((one) => producerAsWire(one, found)),
    limits: [...found.limits],
  };
}

/** Before the first look nothing is known. */
export const NOTHING_KNOWN: CompletenessStatus = {
  current_to: null,
  state: 'unavailable',
  store: 'unavailable',
  control_plane: 'unavailable',
  store_replaced_at: null,
  producers: [],
  limits: [],
};

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(Math.floor(ms)).toISOString();
}
