import { describe, expect, it } from 'vitest';
import { textsOf } from './time-range.ts';

describe('a stretch of time', () => {
  it('is bound to the millisecond, and by its first and last minute', () => {
    const fromMs = Date.UTC(2026, 10, 27, 1, 2, 59, 999.5);
    expect(textsOf({ fromMs, toMs: fromMs + 1.5 })).toEqual({
      from: '2026-11-27 01:02:59.999',
      to: '2026-11-27 01:03:00.001',
      from_minute: '2026-11-27 01:02:00',
      to_minute: '2026-11-27 01:03:00',
    });
  });

  it.each([
    [-1, 5],
    [Date.UTC(2026, 0), Date.UTC(2107, 0)],
    [Date.UTC(2200, 0), Date.UTC(2201, 0)],
  ])('is no stretch of minutes where minutes cannot be distinguished: %i to %i', (fromMs, toMs) => {
    expect(textsOf({ fromMs, toMs })).toMatchObject({
      from_minute: '1970-01-01 00:00:00',
      to_minute: '2106-02-07 06:28:00',
    });
  });
});
