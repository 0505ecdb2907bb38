import { isRequestId, requestIdOf } from '@request-desk/shared/ids';
import { expect, it } from 'vitest';
import { mintRequestId, RequestIdGenerator } from './id-generator.ts';

it('mints ids that name their trace, and never one twice', () => {
  const minted = Array.from({ length: 5000 }, mintRequestId);
  expect(new Set(minted.map(({ requestId }) => requestId)).size).toBe(5000);
  for (const { requestId, traceId } of minted) {
    expect(isRequestId(requestId)).toBe(true);
    expect(requestIdOf(traceId)).toBe(requestId);
  }
});

it('uses an id that was handed over for one trace only', () => {
  const ids = new RequestIdGenerator();
  const { traceId } = mintRequestId();
  ids.handOver(traceId);
  expect(ids.generateTraceId()).toBe(traceId);
  expect(ids.generateTraceId()).not.toBe(traceId);
  expect(ids.generateSpanId()).toMatch(/^[0-9a-f]{16}$/);
});
