import { expect, it } from 'vitest';
import { scheduleText } from './schedule-text.ts';

const plan = {
  title: 'Nightly',
  matchers: [{ label: 'kind' as const, op: '=' as const, value: 'global' }],
  effect: 'soften' as const,
  time_zone: 'Europe/Berlin',
  starts: '2026-03-03T02:30',
};

it('says when a window is on', () => {
  const recurrence = { every: 'week' as const, weekdays: [1, 5] };
  expect(scheduleText({ ...plan, duration_min: 90, recurrence, until: '2026-06-30' })).toBe(
    'every Mon, Fri at 02:30 for 90 min, Europe/Berlin, from 2026-03-03 to 2026-06-30',
  );
});
