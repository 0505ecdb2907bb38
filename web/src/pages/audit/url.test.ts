import { expect, it } from 'vitest';
import { auditSearch } from './url.ts';

it('reads known parameters, and drops the rest', () => {
  const raw = {
    person: ' ada ',
    org: 7,
    action: '',
    from: '2026-01-02T03:04:05Z',
    to: 'soon',
    x: 1,
  };
  expect(auditSearch(raw)).toEqual({ person: 'ada', from: '2026-01-02T03:04:05.000Z' });
});
