import { HOUR_MS } from '@request-desk/shared/durations';
import { describe, expect, it } from 'vitest';
import { MeasuredClock, ownClock } from './reference-clock.ts';
import { stampClock } from './stamp-clock.ts';

const NOW = Date.UTC(2026, 10, 26);

describe('the clock of stamps', () => {
  it.each([-24, -1, 1, 24])(
    'goes on by the reference when the wall clock is stepped by %i hours',
    async (hours) => {
      const clock = { monotonic: 5_000, wall: NOW };
      const read = async () => NOW - 5_000 + clock.monotonic;
      const reference = await MeasuredClock.open({
        read,
        monotonic: () => clock.monotonic,
        wall: () => clock.wall,
      });
      const stamp = stampClock(reference, () => clock.wall);
      clock.wall += hours * HOUR_MS;
      clock.monotonic += 250.4;
      expect(stamp()).toBe(NOW + 250);
    },
  );

  it('is the wall clock where that is off by the width of a network', async () => {
    const wall = NOW + 1_500;
    const reference = await MeasuredClock.open({
      read: async () => NOW,
      monotonic: () => 0,
      wall: () => wall,
    });
    expect(stampClock(reference, () => wall)()).toBe(wall);
  });

  it('follows the steps of a wall clock beside which there is no other', () => {
    let wall = NOW;
    const stamp = stampClock(
      ownClock(
        () => wall,
        () => 0,
      ),
      () => wall,
    );
    wall -= HOUR_MS;
    expect(stamp()).toBe(NOW - HOUR_MS);
  });
});
