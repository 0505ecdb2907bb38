import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchWallClock } from './wall-clock-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('notices each step once, logs its size, and takes slewing for none', () => {
  const [lines, stepped]: [string[], number[]] = [[], []];
  let [wall, mono] = [1_795_000_000_000, 0];
  const watch = watchWallClock({
    wall: () => wall,
    monotonic: () => mono,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    onStep: (byMs) => void stepped.push(byMs),
  });
  const pass = (seconds: number, slew = 0) => {
    for (let s = 0; s < seconds; s++) {
      mono += 1_000;
      wall += 1_000 + slew;
      vi.advanceTimersByTime(1_000);
    }
  };
  pass(60, 80);
  expect([watch.steps, lines]).toEqual([0, []]);
  for (const step of [3_600_000, -3_600_000, 86_400_000, -86_400_000]) {
    wall += step;
    pass(10);
    expect(watch.lastStepMs).toBe(step);
  }
  expect(watch.steps).toBe(4);
  expect(stepped).toEqual([3_600_000, -3_600_000, 86_400_000, -86_400_000]);
  expect(lines.map((line) => JSON.parse(line).step_ms)).toEqual(stepped);
  watch.stop();
});
