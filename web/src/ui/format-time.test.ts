import { describe, expect, it } from 'vitest';
import { ago, localStamp, utcClock, utcStamp } from './format-time.ts';

describe('times', () => {
  const at = '2026-09-14T14:02:07.123Z';

  it('shows UTC whatever the zone of the machine', () => {
    expect(utcClock(at)).toBe('14:02:07');
    expect(utcStamp(at)).toBe('2026-09-14 14:02:07.123');
  });

  it('names the zone of a local time', () => {
    expect(localStamp(at, 'Asia/Tokyo')).toMatch(/14 Sept? 2026.*23:02:07 GMT\+9/);
  });

  it.each([
    [0, 'now'],
    [12_000, '12 s ago'],
    [59_400, '59 s ago'],
    [61_000, '1 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [50 * 3_600_000, '2 d ago'],
    [-5_000, 'in 5 s'],
  ])('%i ms later reads %s', (later, text) => {
    expect(ago(at, Date.parse(at) + later)).toBe(text);
  });
});
