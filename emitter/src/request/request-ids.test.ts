import { hasForm } from '@request-desk/shared/id-form';
import { isRequestId, isTraceId, requestIdOf } from '@request-desk/shared/ids';
import { expect, it } from 'vitest';
import { RequestIdGenerator } from './id-generator.ts';
import { RequestIds } from './request-ids.ts';

const NAMING = {
  prefix: 'req_',
  alphabet: 'hex',
  length: 16,
  check: 'not_zero',
  names_trace: true,
} as const;

it('mints ids that name their trace, and never one twice', () => {
  const ids = new RequestIds(NAMING);
  const minted = Array.from({ length: 5000 }, () => ids.mint());
  expect(new Set(minted.map(({ requestId }) => requestId)).size).toBe(5000);
  for (const { requestId, traceId } of minted) {
    expect(isRequestId(requestId)).toBe(true);
    expect(requestIdOf(traceId)).toBe(requestId);
  }
});

it.each([
  { prefix: 'ch_', alphabet: 'crockford32', length: 26, check: 'none' },
  { prefix: 'pay-', alphabet: 'base58', length: 22, check: 'luhn' },
  { prefix: 'r_', alphabet: 'base62', length: 20, check: 'none' },
  { prefix: 'n_', alphabet: 'digits', length: 24, check: 'luhn' },
  { prefix: 'h_', alphabet: 'hex', length: 32, check: 'not_zero' },
] as const)('mints ids of the form $prefix$alphabet with traces of their own', (form) => {
  const ids = new RequestIds({ ...form, names_trace: false });
  const minted = Array.from({ length: 500 }, () => ids.mint());
  expect(minted.filter(({ requestId }) => !hasForm(form, requestId))).toEqual([]);
  expect(minted.filter(({ traceId }) => !isTraceId(traceId))).toEqual([]);
  expect(new Set(minted.map(({ requestId }) => requestId)).size).toBe(500);
  expect(new Set(minted.map(({ traceId }) => traceId)).size).toBe(500);
});

it('begins an id of the ULID form with its time', () => {
  const form = { prefix: 'ch_', alphabet: 'crockford32', length: 26, check: 'none' } as const;
  const at = (ms: number) => new RequestIds({ ...form, names_trace: false }, () => ms).mint();
  // The example of the ULID specification.
  expect(at(1_469_918_176_385).requestId).toMatch(/^ch_01ARYZ6S41/);
  expect(at(0).requestId).toMatch(/^ch_0000000000/);
});

it('uses an id that was handed over for one trace only', () => {
  const ids = new RequestIds(NAMING);
  const generator = new RequestIdGenerator(ids);
  const { traceId } = ids.mint();
  generator.handOver(traceId);
  expect(generator.generateTraceId()).toBe(traceId);
  expect(generator.generateTraceId()).not.toBe(traceId);
  expect(generator.generateSpanId()).toMatch(/^[0-9a-f]{16}$/);
});
