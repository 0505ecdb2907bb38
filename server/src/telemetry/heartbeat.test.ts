import type { LogRecord } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('beats at once and once in every ten seconds, with sequence and requests', () => {
  const beats: LogRecord[] = [];
  vi.setSystemTime(1_700_000_000_123);
  let requests = 0;
  const heartbeat = startHeartbeat({
    events: { emit: (record) => void beats.push(record), enabled: () => true },
    instance: 'api-1',
    now: Date.now,
    requestsSoFar: () => requests,
  });
  requests = 7;
  vi.advanceTimersByTime(20_000);
  heartbeat.stop();
  vi.advanceTimersByTime(60_000);
  expect(beats.map((beat) => beat.eventName)).toEqual(Array(3).fill('meetso.heartbeat'));
  expect(beats[2]).toMatchObject({
    timestamp: [1_700_000_010, 500_000_000],
    attributes: {
      'service.instance.id': 'api-1',
      'meetso.heartbeat.sequence': 3,
      'meetso.heartbeat.requests': 7,
    },
  });
});
