import { describe, expect, it } from 'vitest';
import { draftOf, newRule, specOf } from './rule-draft.ts';

describe('a rule while it is written', () => {
  it('is the same rule after a round trip', () => {
    const written = specOf({ ...newRule(), name: 'Checkout fails', threshold: '0.7', route: '/a' });
    if (!('spec' in written)) throw new Error(written.faults.join());
    expect(written.spec).toMatchObject({ threshold: 0.007, route: '/a', org: null });
    expect(draftOf(written.spec)).toMatchObject({ threshold: '0.7', name: 'Checkout fails' });
  });

  it.each([
    ['without a name', {}, 'name: is needed'],
    ['with a ratio above 1', { name: 'a', threshold: '120' }, 'threshold'],
    ['for each of one organisation', { name: 'a', each: 'org' as const, org: 'org_a' }, 'each'],
    ['with words for a number', { name: 'a', windowS: 'soon' }, 'window s'],
    ['with an odd window', { name: 'a', windowS: '45' }, 'window s'],
    ['without a code', { name: 'a', codes: [] }, 'codes'],
    ['with half an error', { name: 'a', measure: 'count' as const, threshold: '0.5' }, 'threshold'],
  ])('is refused %s', (_name, change, field) => {
    const result = specOf({ ...newRule(), ...change });
    expect('faults' in result && result.faults.join()).toContain(field);
  });
});
