import { describe, expect, it } from 'vitest';
import { microseconds, timeText } from './millis.ts';

describe('times as texts', () => {
  it('are in UTC, to the millisecond', () => {
    expect(timeText(Date.UTC(2026, 10, 27, 1, 2, 3, 45))).toBe('2026-11-27 01:02:03.045');
    expect(timeText(0)).toBe('1970-01-01 00:00:00.000');
  });

  it('stay within what a column of times holds', () => {
    expect(timeText(-1e15)).toBe('1900-01-01 00:00:00.000');
    expect(timeText(8.64e15)).toBe('2262-04-11 00:00:00.000');
    expect(timeText(Number.POSITIVE_INFINITY)).toBe('2262-04-11 00:00:00.000');
  });

  it.each([
    ['2026-11-27 01:02:03.045678999', Date.UTC(2026, 10, 27, 1, 2, 3) * 1000 + 45_678],
    ['1970-01-01 00:00:00.000000000', 0],
    ['2026-11-27 01:02:03', Date.UTC(2026, 10, 27, 1, 2, 3) * 1000],
    ['2026-11-27 01:02:03.5', Date.UTC(2026, 10, 27, 1, 2, 3) * 1000 + 500_000],
  ])('are read to the microsecond: %s', (text, us) => {
    expect(microseconds(text)).toBe(us);
  });
});
