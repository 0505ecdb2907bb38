import type { Clue } from '@request-desk/shared/likely-api';
import { expect, it } from 'vitest';
import { typeable, typedClue } from './typed-clue.ts';

const ORGS = [{ id: 'org_1', name: 'Fernhill Labs' }];
const status = { kind: 'status', value: '429', label: '429', sure: false } as const;
const time: Clue = {
  kind: 'time' as const,
  value: 'at 3pm',
  label: 'at 3pm',
  sure: true,
  at: '2026-11-25T15:00:00.000Z',
  from: '2026-11-25T14:50:00.000Z',
  zone: 'assumed' as const,
  to: '2026-11-25T15:10:00.000Z',
};

it('takes what was typed for sure, and an organisation by its name', () => {
  expect(typedClue(status, ' 500 ', ORGS)).toEqual({
    kind: 'status',
    value: '500',
    label: '500',
    sure: true,
  });
  const org = { ...status, kind: 'org' } as const;
  expect(typedClue(org, 'fernhill labs', ORGS)).toMatchObject({ value: 'org_1' });
  expect(typedClue(org, 'org_9', ORGS)).toMatchObject({ value: 'org_9', label: 'org_9' });
  expect(typedClue(status, '  ', ORGS)).toBeUndefined();
});

it('moves a time, as wide as it was', () => {
  expect(typeable(time)).toBe('2026-11-25T15:00');
  expect(typedClue(time, '2026-11-25T17:30', ORGS)).toMatchObject({
    at: '2026-11-25T17:30:00.000Z',
    zone: 'said',
    from: '2026-11-25T17:20:00.000Z',
    to: '2026-11-25T17:40:00.000Z',
  });
  expect(typedClue(time, 'yesterday', ORGS)).toBeUndefined();
});
