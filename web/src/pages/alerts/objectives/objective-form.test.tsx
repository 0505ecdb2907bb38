import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { expectFault, press, recordedCalls, showForm, type } from '../form.fixture.tsx';
import { ObjectiveForm } from './objective-form.tsx';

const SPEC = { name: 'API', route: null, target: 0.999, window_days: 28, enabled: true };
const TARGET = 'Without a 5xx, % of requests';
const sent = recordedCalls();

it('sends a share of what is typed in percent, with its defaults', async () => {
  showForm(<ObjectiveForm onClose={() => undefined} />);
  type('Name', ' API ');
  type(/^Route/, ' ');
  type(TARGET, '99,95');
  press('Save');
  await waitFor(() => expect(sent).toEqual([{ ...SPEC, target: 0.9995 }]));
});

it('is the same objective when it is saved again', async () => {
  const initial = { ...SPEC, route: '/a', target: 0.9995, window_days: 7, enabled: false };
  showForm(<ObjectiveForm id="obj_1" initial={initial} onClose={() => undefined} />);
  expect(screen.getByLabelText<HTMLInputElement>(TARGET).value).toBe('99.95');
  press('Save');
  await waitFor(() => expect(sent).toEqual([initial]));
});

it.each([
  [TARGET, '100', 'cannot be met'],
  [TARGET, '40', 'must be at least 0.5'],
  [TARGET, 'all', 'must be a number'],
  ['Window, days', '0', 'expected number to be >=1'],
  ['Window, days', ' ', 'must be a number'],
  ['Name', ' ', 'is required'],
])('says at %s what is wrong with "%s", and sends nothing', async (label, text, words) => {
  showForm(<ObjectiveForm onClose={() => undefined} />);
  type('Name', 'API');
  type(label, text);
  press('Save');
  await expectFault(label, words);
  type(label, label === 'Name' ? 'API' : '90');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(sent).toEqual([]);
});
