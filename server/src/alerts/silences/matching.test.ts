import type { AlertLabels } from '@request-desk/shared/alerts-api';
import { expect, it } from 'vitest';
import { matches } from './matching.ts';

const labels: AlertLabels = {
  rule: 'r',
  severity: 'page',
  code: '',
  org: '',
  kind: 'route',
  route: '/caf\u00e9',
};

it('takes an accented letter for the same however it is written', () => {
  for (const value of ['/caf\u00e9', '/cafe\u0301']) {
    expect(matches([{ label: 'route', op: '=', value }], labels)).toBe(true);
    expect(matches([{ label: 'route', op: '!=', value }], labels)).toBe(false);
  }
  expect(matches([{ label: 'route', op: '=', value: '/cafe' }], labels)).toBe(false);
});
