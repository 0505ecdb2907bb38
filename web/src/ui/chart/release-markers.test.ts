import { expect, it } from 'vitest';
import { releaseMarkers } from './release-markers.ts';

const counts = { last_seen: '2026-01-02T12:00:00.000Z', requests: 1, errors: 0, server_errors: 0 };

it('marks a release where it first appeared, and none that was there before the range', () => {
  const items = [
    {
      release: '2',
      first_seen: '2026-01-02T10:30:00.000Z',
      first_ever: '2026-01-02T10:30:00.000Z',
    },
    {
      release: '1',
      first_seen: '2026-01-02T10:05:00.000Z',
      first_ever: '2025-12-01T00:00:00.000Z',
    },
  ].map((one) => ({ ...one, ...counts }));
  expect(releaseMarkers({ from: '2026-01-02T10:00:00.000Z', items })).toEqual([
    { at: '2026-01-02T10:30:00.000Z', label: 'release 2', tone: 'release' },
  ]);
});
