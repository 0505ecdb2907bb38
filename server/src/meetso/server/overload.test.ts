import { afterAll, describe, expect, it } from 'vitest';
import { Overload } from './overload.ts';
import { SERVER_LIMITS } from './server-limits.ts';

describe('overload', () => {
  const overload = new Overload(SERVER_LIMITS, () => 0);
  afterAll(() => overload.stop());

  it('is not one long pause', () => {
    overload.sample(2_000);
    expect(overload.sheds(1)).toBe(false);
  });

  it('is a loop that stays slow, until it is quick again', () => {
    for (let i = 0; i < 10; i++) overload.sample(800);
    expect(overload.sheds(1)).toBe(true);
    for (let i = 0; i < 5; i++) overload.sample(0);
    expect(overload.sheds(1)).toBe(false);
  });

  it('is too many requests at once', () => {
    expect([overload.sheds(1_000), overload.sheds(1_001)]).toEqual([false, true]);
  });
});
