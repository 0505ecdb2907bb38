import { expect, it } from 'vitest';
import { draftOf, newObjective, specOf } from './objective-draft.ts';

it('means a share, and comes back as the same percent', () => {
  const result = specOf({ ...newObjective(), name: 'API', target: '99,95' });
  expect(result).toEqual({
    spec: { name: 'API', route: null, target: 0.9995, window_days: 28, enabled: true },
  });
  if ('spec' in result) expect(draftOf(result.spec).target).toBe('99.95');
});

it.each([
  [{ target: '100' }, 'target: cannot be met'],
  [{ target: '40' }, 'target: must be at least 0.5'],
  [{ target: 'all' }, 'target'],
  [{ windowDays: '0' }, 'window days'],
  [{ name: ' ' }, 'name: is needed'],
])('says what is wrong with %o', (change, words) => {
  const result = specOf({ ...newObjective(), name: 'API', ...change });
  expect('faults' in result ? result.faults.join() : '').toContain(words);
});
