import { expect, it } from 'vitest';
import { MeasuredClock, ownClock } from './reference-clock.ts';

const REFERENCE = 1_795_000_000_000;

/** A reference at a distance: each reading takes `there` and `back` milliseconds. */
function world() {
  const at = { mono: 5_000, offset: REFERENCE, slept: 0, there: 2, back: 4, away: false };
  const stepped: number[] = [];
  return {
    at,
    stepped,
    true: () => at.mono + at.offset,
    options: {
      monotonic: () => at.mono,
      wall: () => REFERENCE + 7_777 + at.mono + at.slept,
      onStep: (byMs: number) => void stepped.push(byMs),
      async read() {
        if (at.away) throw new Error('connection refused');
        at.mono += at.there;
        const reading = at.mono + at.offset;
        at.mono += at.back;
        return reading;
      },
    },
  };
}

it('bounds the reference by the round trip, whichever way is the slow one', async () => {
  for (const [there, back] of [
    [2, 4],
    [60, 0],
    [0, 60],
  ] as const) {
    const it = world();
    Object.assign(it.at, { there, back });
    const clock = await MeasuredClock.open(it.options);
    expect(clock.lower()).toBeLessThanOrEqual(it.true());
    expect(clock.upper()).toBeGreaterThanOrEqual(it.true());
    expect(clock.upper() - clock.lower()).toBeCloseTo(there + back, 6);
  }
});

it('is carried by monotonic time, less certain with its drift, until it is measured again', async () => {
  const it = world();
  const clock = await MeasuredClock.open(it.options);
  it.at.mono += 10_000;
  expect(clock.upper() - clock.lower()).toBeCloseTo(6 + 2 * 10, 6);
  // The two clocks drift apart by 800 ppm.
  it.at.offset += 8;
  expect(clock.upper()).toBeGreaterThan(it.true());
  expect(await clock.measure()).toBe(true);
  expect(clock.upper() - clock.lower()).toBeCloseTo(6, 6);
  expect([clock.steps, it.stepped]).toEqual([0, []]);
});

it('keeps its frame while the reference is away, or answers too late to be of use', async () => {
  const it = world();
  const clock = await MeasuredClock.open(it.options);
  it.at.away = true;
  it.at.mono += 3_600_000;
  expect(await clock.measure()).toBe(false);
  expect(clock.lower()).toBeLessThan(it.true());
  expect(clock.lower()).toBeGreaterThan(it.true() - 3_700);
  Object.assign(it.at, { away: false, there: 30_000 });
  expect(await clock.measure()).toBe(false);
  expect(clock.steps).toBe(0);
});

it.each([3_600_000, -3_600_000, 86_400_000, -86_400_000])(
  'counts both frames for two measurements after a step of %i ms',
  async (step) => {
    const it = world();
    const clock = await MeasuredClock.open(it.options);
    it.at.mono += 10_000;
    const old = it.true();
    it.at.offset += step;
    expect(await clock.measure()).toBe(true);
    expect(clock.steps).toBe(1);
    expect(Math.abs(clock.lastStepMs - step)).toBeLessThan(30);
    expect(it.stepped).toEqual([clock.lastStepMs]);
    const [least, greatest] = [Math.min(old, old + step), Math.max(old, old + step)];
    expect(Math.abs(clock.lower() - least)).toBeLessThan(50);
    expect(Math.abs(clock.upper() - greatest)).toBeLessThan(50);
    it.at.mono += 10_000;
    await clock.measure();
    expect(clock.upper() - clock.lower()).toBeGreaterThan(3_000_000);
    it.at.mono += 10_000;
    await clock.measure();
    expect(clock.upper() - clock.lower()).toBeLessThan(50);
    expect(clock.lower()).toBeLessThanOrEqual(it.true());
    expect([clock.upper() >= it.true(), clock.steps]).toEqual([true, 1]);
  },
);

it('does not ask in the past after the machine has slept', async () => {
  const it = world();
  const clock = await MeasuredClock.open(it.options);
  it.at.slept += 3_600_000;
  it.at.offset += 3_600_000;
  expect(clock.lower()).toBeLessThanOrEqual(it.true());
  expect(clock.upper()).toBeGreaterThanOrEqual(it.true());
  it.at.slept -= 7_200_000;
  it.at.offset -= 3_600_000;
  expect(clock.upper()).toBeGreaterThanOrEqual(it.true());
  expect(clock.upper() - it.true()).toBeLessThan(50);
});

it('spans all frames when the reference is stepped again meanwhile', async () => {
  const it = world();
  const clock = await MeasuredClock.open(it.options);
  for (const step of [3_600_000, -7_200_000]) {
    it.at.mono += 5_000;
    it.at.offset += step;
    await clock.measure();
  }
  expect(clock.steps).toBe(2);
  expect(clock.lower()).toBeLessThan(it.true());
  expect(clock.upper()).toBeGreaterThan(it.true() + 7_100_000);
});

it('alone, does not follow the wall clock when that is stepped', () => {
  let [wall, mono] = [REFERENCE, 70];
  const clock = ownClock(
    () => wall,
    () => mono,
  );
  wall -= 3_600_000;
  mono += 1_000;
  expect([clock.lower(), clock.upper()]).toEqual([REFERENCE + 1_000, REFERENCE + 1_000]);
});
