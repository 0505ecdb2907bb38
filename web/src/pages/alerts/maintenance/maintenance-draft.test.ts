import { describe, expect, it } from 'vitest';
import { maintenanceOf, newDraft, scheduleText } from './maintenance-draft.ts';

const matchers = [{ label: 'kind' as const, op: '=' as const, value: 'global' }];
const draft = {
  ...newDraft(new Date('2026-03-02T10:00:00Z')),
  title: 'Nightly',
  timeZone: 'Europe/Berlin',
  starts: '2026-03-03T02:30',
};
const result = (change: Partial<typeof draft>) => maintenanceOf({ ...draft, ...change }, matchers);

describe('a maintenance window while it is written', () => {
  it('is what was meant, and says so', () => {
    const written = result({ every: 'week', weekdays: [1, 5], until: '2026-06-30', minutes: '90' });
    if (!('plan' in written)) throw new Error(written.faults.join());
    expect(written.plan.recurrence).toEqual({ every: 'week', weekdays: [1, 5] });
    expect(scheduleText(written.plan)).toBe(
      'every Mon, Fri at 02:30 for 90 min, Europe/Berlin, from 2026-03-03 to 2026-06-30',
    );
  });

  it.each([
    ['no title', { title: ' ' }, 'title'],
    ['a length of words', { minutes: 'x' }, 'duration'],
    ['no weekday', { every: 'week' as const, weekdays: [] }, 'recurrence'],
    ['no start', { starts: '' }, 'starts'],
  ])('is refused with %s', (_name, change, field) => {
    const refused = result(change);
    expect('faults' in refused && refused.faults.join()).toContain(field);
  });
});
