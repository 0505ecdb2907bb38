import { expect, test } from 'vitest';
import { CHARGES_PROFILE } from '../../../../testkit/profiles/charges.ts';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { builtInRules, isBuiltIn } from './built-in.ts';

const namesFor = (profile: typeof CHARGES_PROFILE) => builtInRules(profile).map((one) => one.name);

test('built-in rules are called as the profile calls what they judge', () => {
  expect(namesFor(MEETSO_PROFILE)).toEqual(['500 spikes', '429 surges', 'No telemetry']);
  expect(builtInRules(MEETSO_PROFILE)[0]?.description).toContain('one organisation gets 500s:');
  expect(namesFor(CHARGES_PROFILE)).toEqual(['Server errors', 'Rate limits', 'No telemetry']);
  expect(JSON.stringify(builtInRules(CHARGES_PROFILE))).not.toMatch(/ (500|429)/);
});

test('a class that does not alert has no rule', () => {
  const alerts = { server: { name: 'faults' } };
  expect(namesFor({ ...CHARGES_PROFILE, alerts })).toEqual(['Faults', 'No telemetry']);
  for (const { id } of builtInRules(MEETSO_PROFILE)) expect(isBuiltIn(id)).toBe(true);
});
