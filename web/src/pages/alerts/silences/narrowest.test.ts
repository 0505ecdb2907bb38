import { describe, expect, it } from 'vitest';
import { narrowest } from './narrowest.ts';

const labels = {
  rule: 'errors-500',
  severity: 'page' as const,
  code: 'broken',
  route: '',
  org: '',
  kind: 'global' as const,
};
const words = (of: typeof labels | Parameters<typeof narrowest>[0]) =>
  narrowest(of).map(({ label, op, value }) => `${label}${op}${value}`);

describe('a silence of an alert', () => {
  it('on everybody leaves those on one route or organisation alone', () => {
    expect(words(labels)).toEqual(['rule=errors-500', 'kind=global', 'code=broken']);
  });

  it('on one of them names it', () => {
    const one = { ...labels, kind: 'org' as const, org: 'org_a', code: '' };
    expect(words(one)).toEqual(['rule=errors-500', 'kind=org', 'org=org_a']);
  });
});
