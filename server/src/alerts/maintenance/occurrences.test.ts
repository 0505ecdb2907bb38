import { describe, expect, it } from 'vitest';
import {
  isLocalTime,
  isTimeZone,
  occurrenceAt,
  occurrences,
  type Schedule,
} from './occurrences.ts';

const berlin: Schedule = {
  starts: '2026-03-27T02:30',
  time_zone: 'Europe/Berlin',
  duration_min: 60,
  recurrence: { every: 'day' },
  until: null,
};
const ms = (text: string) => Date.parse(text);

function within(schedule: Schedule, from: string, to: string, most = 20): string[] {
  const range = { fromMs: ms(from), toMs: ms(to) };
  return occurrences(schedule, range, most).map(
    ({ fromMs, toMs }) =>
      `${new Date(fromMs).toISOString().slice(5, 16)} ${(toMs - fromMs) / 60_000}`,
  );
}

describe('a maintenance window', () => {
  it('keeps its local time over a change of the clocks, and its length in one', () => {
    expect(within(berlin, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '03-28T01:30 60',
      // 02:30 does not exist on that night: an hour later by the clock, the same in UTC.
      '03-29T01:30 60',
      '03-30T00:30 60',
    ]);
    const autumn = within(berlin, '2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z');
    expect(autumn).toEqual(['10-24T00:30 60', '10-25T00:30 60', '10-26T01:30 60']);
  });

  it.each([
    ['once', { every: 'once' as const }, ['03-27T01:30 60']],
    [
      'weekly',
      { every: 'week' as const, weekdays: [1, 5] },
      ['03-27T01:30 60', '03-30T00:30 60', '04-03T00:30 60', '04-06T00:30 60'],
    ],
    ['monthly', { every: 'month' as const }, ['03-27T01:30 60']],
  ])('comes %s', (_name, recurrence, expected) => {
    const schedule = { ...berlin, recurrence };
    expect(within(schedule, '2026-01-01T00:00:00Z', '2026-04-10T00:00:00Z')).toEqual(expected);
  });

  it('comes on the last day of months that are too short', () => {
    const schedule = {
      ...berlin,
      starts: '2026-01-31T12:00',
      recurrence: { every: 'month' as const },
    };
    expect(within(schedule, '2026-01-01T00:00:00Z', '2026-05-01T00:00:00Z')).toEqual([
      '01-31T11:00 60',
      '02-28T11:00 60',
      '03-31T10:00 60',
      '04-30T10:00 60',
    ]);
  });

  it('ends with its last day, and is on from its start to before its end', () => {
    const short = { ...berlin, until: '2026-03-28' };
    expect(within(short, '2026-03-01T00:00:00Z', '2026-04-10T00:00:00Z')).toHaveLength(2);
    const on = (at: string) => occurrenceAt(short, ms(at)) !== undefined;
    expect(on('2026-03-27T01:29:59Z')).toBe(false);
    expect(on('2026-03-27T01:30:00Z')).toBe(true);
    expect(on('2026-03-27T02:29:59Z')).toBe(true);
    expect(on('2026-03-27T02:30:00Z')).toBe(false);
    expect(on('2026-03-29T01:45:00Z')).toBe(false);
  });

  it('may last over midnight, for days, and be found years later', () => {
    const long = {
      ...berlin,
      starts: '2020-01-06T23:00',
      duration_min: 3 * 1440,
      recurrence: { every: 'week' as const, weekdays: [1] },
    };
    expect(occurrenceAt(long, ms('2026-03-05T10:00:00Z'))).toEqual({
      fromMs: ms('2026-03-02T22:00:00Z'),
      toMs: ms('2026-03-05T22:00:00Z'),
    });
    expect(within(long, '2026-03-01T00:00:00Z', '2027-03-01T00:00:00Z', 5)).toHaveLength(5);
  });

  it('that is on again before it ends is on until the last of its ends', () => {
    const week = { ...berlin, starts: '2026-03-02T10:00', duration_min: 7 * 1440 };
    const at = ms('2026-03-20T12:00:00Z');
    expect(occurrenceAt(week, at)).toEqual({
      fromMs: ms('2026-03-14T09:00:00Z'),
      toMs: ms('2026-03-27T09:00:00Z'),
    });
    expect(within(week, '2026-03-01T00:00:00Z', '2026-03-20T00:00:00Z')).toHaveLength(1);
  });

  it('does not come on a day that its time zone skipped', () => {
    const apia = { ...berlin, starts: '2011-12-28T10:00', time_zone: 'Pacific/Apia' };
    expect(within(apia, '2011-12-28T00:00:00Z', '2012-01-01T00:00:00Z')).toEqual([
      '12-28T20:00 60',
      '12-29T20:00 60',
      '12-30T20:00 60',
      '12-31T20:00 60',
    ]);
    const fridays = { ...apia, recurrence: { every: 'week' as const, weekdays: [5] } };
    expect(within(fridays, '2011-12-28T00:00:00Z', '2012-01-08T00:00:00Z')).toEqual([
      '01-05T20:00 60',
    ]);
  });

  it('handles time zones and dates', () => {
    expect(['UTC', 'America/New_York', 'Mars/Olympus'].map(isTimeZone)).toEqual([
      true,
      true,
      false,
    ]);
    expect(['2026-02-28T10:00', '2026-02-30T10:00', '2026-02-28T25:00'].map(isLocalTime)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
