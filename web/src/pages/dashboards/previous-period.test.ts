import { describe, expect, it } from 'vitest';
import { moved, previousPeriod } from './previous-period.ts';

const at = (...minutes: number[]) => minutes.map((m) => new Date(m * 60_000).toISOString());

describe('the previous period', () => {
  it('is as long, and ends where the range begins', () => {
    const scope = {
      rangeKey: '1h',
      org: 'a',
      everyMs: false as const,
      bounds: () => ({ from: '2026-01-01T10:00:00.000Z', to: '2026-01-01T11:00:00.000Z' }),
    };
    expect(previousPeriod(scope).bounds()).toEqual({
      from: '2026-01-01T09:00:00.000Z',
      to: '2026-01-01T10:00:00.000Z',
    });
    expect(previousPeriod(scope)).toMatchObject({ org: 'a', rangeKey: '1h before' });
  });

  it('stands under the steps of now, counted from the end', () => {
    const now = { at: at(4, 5, 6), step_s: 60 };
    expect(moved({ at: at(1, 2, 3), step_s: 60 }, [7, null, 9], now)).toEqual([7, null, 9]);
    expect(moved({ at: at(0, 1, 2, 3), step_s: 60 }, [1, 2, 3, 4], now)).toEqual([2, 3, 4]);
    expect(moved({ at: at(2, 3), step_s: 60 }, [5, 6], now)).toEqual([null, 5, 6]);
    expect(moved({ at: at(0), step_s: 300 }, [5], now)).toEqual([null, null, null]);
  });
});
