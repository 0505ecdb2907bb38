import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { apiProfile } from '../../../api/profile.ts';
import { expectFault, press, recordedCalls, showForm, type } from '../form.fixture.tsx';
import { RuleForm } from './rule-form.tsx';

const SPEC: RuleSpec = {
  name: 'Checkout fails',
  codes: codesOfClass(apiProfile(), 'server'),
  route: null,
  org: null,
  each: null,
  measure: 'ratio',
  threshold: 0.05,
  window_s: 60,
  min_errors: 5,
  severity: 'notify',
  enabled: true,
};
const TRY = 'Test on the last 7 days';
const PREVIEW = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-08T00:00:00.000Z',
  fired: 0,
  paged: 0,
  tried_on: null,
  firings: [],
};
const sent = recordedCalls((path) =>
  path.includes('/preview') ? PREVIEW : { items: [], next_cursor: null },
);
const show = (initial?: RuleSpec) =>
  showForm(<RuleForm {...(initial ? { id: 'rule_1', initial } : {})} onClose={() => undefined} />);
const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

it('sends the rule that is written, with its defaults', async () => {
  show();
  type(/^Name/, 'Checkout fails');
  type(/^Route/, ' /a ');
  type('Threshold', '0,7');
  fireEvent.change(screen.getByLabelText('Window'), { target: { value: '300' } });
  press('Page somebody');
  press('Save');
  const written = { ...SPEC, route: '/a', threshold: 0.007, window_s: 300, severity: 'page' };
  await waitFor(() => expect(sent).toEqual([written]));
});

it('is the same rule when it is saved again, of other windows and unknown codes too', async () => {
  const initial = { ...SPEC, codes: ['gone'], threshold: 0.007, window_s: 90, org: 'org_a' };
  show(initial);
  expect(value('Threshold')).toBe('0.7');
  press('Save');
  await waitFor(() => expect(sent).toEqual([initial]));
});

it('keeps the number that is typed while the measure changes', async () => {
  show(SPEC);
  press('errors');
  expect(value('Threshold')).toBe('5');
  expect(screen.queryByLabelText('Minimum errors')).toBeNull();
  press('Save');
  await waitFor(() => expect(sent).toEqual([{ ...SPEC, measure: 'count', threshold: 5 }]));
});

it('leaves the one route when each is judged by itself', async () => {
  show();
  type(/^Name/, 'Checkout fails');
  type(/^Route/, '/a');
  press('Per route');
  press('Save');
  await waitFor(() => expect(sent).toEqual([{ ...SPEC, each: 'route' }]));
  type(/^Route/, '/b');
  press('Save');
  await screen.findByText('the rule is about one of them already');
  expect(sent).toHaveLength(1);
});

it('shows what the rule would have done until it is another', async () => {
  show(SPEC);
  press(TRY);
  await screen.findByText(/It would not have fired/);
  expect(sent).toEqual([SPEC]);
  press('Page somebody');
  await waitFor(() => expect(screen.queryByText(/It would not have fired/)).toBeNull());
});

it.each([
  [/^Name/, ' ', 'is required'],
  ['Threshold', '120', 'a ratio is at most 1'],
  ['Threshold', 'some', 'must be a number'],
  ['Minimum errors', '0', 'expected number to be >=1'],
])('says at %s what is wrong with "%s", and sends nothing', async (label, text, words) => {
  show(SPEC);
  type(label, text);
  press(TRY);
  await expectFault(label, words);
  expect(sent).toEqual([]);
});

it('needs a code', async () => {
  show({ ...SPEC, codes: [] });
  press('Save');
  const codes = screen.getByRole('group', { name: 'Codes' });
  await screen.findByText('is required');
  expect(codes.textContent).toContain('is required');
  expect(codes.contains(document.activeElement)).toBe(true);
  fireEvent.click(screen.getByLabelText(SPEC.codes[0] ?? ''));
  press('Save');
  await waitFor(() => expect(sent).toEqual([{ ...SPEC, codes: SPEC.codes.slice(0, 1) }]));
});
