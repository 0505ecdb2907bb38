import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import type { ProducerRow } from '../../server/src/database/producers.ts';

/** A registered producer of the API in its first epoch, of which nothing is verified; `rest` differs. */
export function producerRow(
  rest: Partial<ProducerRow> & Pick<ProducerRow, 'registeredAt'>,
): ProducerRow {
  return {
    id: 'prd_a',
    roles: ['api'],
    host: 'api-1',
    epoch: 1,
    drainedEpoch: null,
    retiredAt: null,
    retiredBy: null,
    retiredReason: null,
    storeId: null,
    verifiedEpoch: 0,
    verifiedFailed: 0,
    verifiedSucceeded: 0,
    verifiedAtMs: 0,
    ...rest,
  };
}

/** Its first record, by the reference clock, before it answered anything; `rest` differs. */
export function watermarkRecord(
  rest: Partial<WatermarkRecord> & Pick<WatermarkRecord, 'at'>,
): WatermarkRecord {
  return {
    producer: 'prd_a',
    epoch: 1,
    number: 1,
    failed: 0,
    succeeded: 0,
    receivedTo: undefined,
    clock: 'reference',
    state: 'running',
    roles: [],
    losableSince: undefined,
    ...rest,
  };
}
