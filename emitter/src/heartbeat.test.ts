import type { LogRecord } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextBeatIn, startHeartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Beats, each with the monotonic second in which it came. */
function beating(now: () => number) {
  const beats: (LogRecord & { second: number })[] = [];
  const at = { second: 0, requests: 0 };
  const heartbeat = startHeartbeat({
    events: {
      emit: (record) => void beats.push({ ...record, second: at.second }),
      enabled: () => true,
    },
    instance: 'api-1',
    now,
    requestsSoFar: () => at.requests,
  });
  return { beats, at, stop: () => heartbeat.stop() };
}

it('beats at once and once in every ten seconds, with sequence and requests', () => {
  vi.setSystemTime(1_700_000_000_123);
  const { beats, at, stop } = beating(Date.now);
  at.requests = 7;
  vi.advanceTimersByTime(20_000);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(beats.map((beat) => beat.eventName)).toEqual(Array(3).fill('request_desk.heartbeat'));
  expect(beats[2]).toMatchObject({
    timestamp: [1_700_000_010, 500_000_000],
    attributes: {
      'service.instance.id': 'api-1',
      'request_desk.heartbeat.sequence': 3,
      'request_desk.heartbeat.requests': 7,
    },
  });
});

it.each([3_600_000, -3_600_000, 86_400_000, -86_400_000, 3_777, -3_777])(
  'is neither silent nor many when the wall clock is stepped by %i ms',
  (step) => {
    let wall = 1_700_000_004_321;
    const { beats, at, stop } = beating(() => wall);
    for (let ms = 20; ms <= 300_000; ms += 20) {
      at.second = ms / 1_000;
      wall += ms === 100_000 ? 20 + step : 20;
      vi.advanceTimersByTime(20);
    }
    stop();
    const gaps = beats.slice(1).map(({ second }, n) => second - (beats[n]?.second ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(11);
    expect(beats.length).toBeGreaterThanOrEqual(29);
    expect(beats.length).toBeLessThanOrEqual(33);
  },
);

it('never waits long, nor hardly at all, whatever the wall clock says', () => {
  for (const wall of [-5, 0, 499, 500.2, 9_999.7, 1_700_000_000_499.9, 1_700_000_000_500]) {
    expect(nextBeatIn(wall)).toBeGreaterThanOrEqual(100);
    expect(nextBeatIn(wall)).toBeLessThan(10_100);
  }
});
