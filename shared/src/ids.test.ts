import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexIdOf, isRequestId, requestIdOf, traceIdOf } from './ids.ts';

describe('request ids', () => {
  it('derives the documented trace id from the documented request id', () => {
    expect(traceIdOf('req_70ac81fe9ef7a3c6')).toBe('70ac81fe9ef7a3c6d4dcb464a2509160');
  });

  it('goes both ways for every id', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 64n) - 1n }), (n) => {
        const id = `req_${n.toString(16).padStart(16, '0')}`;
        expect(requestIdOf(traceIdOf(id))).toBe(id);
        expect(BigInt(indexIdOf(id))).toBe(n);
      }),
    );
  });

  it('does not claim a trace that another producer minted', () => {
    expect(requestIdOf('70ac81fe9ef7a3c6d4dcb464a2509161')).toBeUndefined();
    expect(requestIdOf('0'.repeat(32))).toBeUndefined();
  });

  it.each(['req_', 'REQ_70ac81fe9ef7a3c6', 'req_70AC81fe9ef7a3c6', 'req_0000000000000000'])(
    'refuses %s',
    (text) => expect(isRequestId(text)).toBe(false),
  );
});
