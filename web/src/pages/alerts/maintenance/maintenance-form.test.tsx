import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { expectFault, press, recordedCalls, showForm, type } from '../form.fixture.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';

const sent = recordedCalls();
const show = () => showForm(<MaintenanceForm onClose={() => undefined} />);
const come = (every: string) =>
  fireEvent.change(screen.getByLabelText('Repeats'), { target: { value: every } });
/** The last call: those before it ask what would be covered. */
const plan = () => waitFor(() => expect(sent.at(-1)).toMatchObject({ title: 'Nightly' }));

it('plans what is written, in the zone that is given', async () => {
  show();
  type(/^Title/, 'Nightly');
  type('Starts', '2026-03-03T02:30');
  type('Time zone', ' Europe/Berlin ');
  type('Minutes', '90');
  press('not notified');
  come('week');
  fireEvent.click(screen.getByLabelText('Fri'));
  type(/^Last day/, '2026-06-30');
  press('Plan it');
  await plan();
  expect(sent.at(-1)).toEqual({
    title: 'Nightly',
    matchers: [{ label: 'kind', op: '=', value: 'global' }],
    effect: 'mute',
    time_zone: 'Europe/Berlin',
    starts: '2026-03-03T02:30',
    duration_min: 90,
    recurrence: { every: 'week', weekdays: [2, 5] },
    until: '2026-06-30',
  });
});

it('sends a last day and weekdays only where it comes again, and keeps them meanwhile', async () => {
  show();
  type(/^Title/, 'Nightly');
  type('Starts', '2026-03-03T02:30');
  come('week');
  fireEvent.click(screen.getByLabelText('Mon'));
  type(/^Last day/, '2026-06-30');
  come('once');
  press('Plan it');
  await plan();
  expect(sent.at(-1)).toMatchObject({ recurrence: { every: 'once' }, until: null });
  come('week');
  press('Plan it');
  await waitFor(() =>
    expect(sent.at(-1)).toMatchObject({
      recurrence: { every: 'week', weekdays: [1, 2] },
      until: '2026-06-30',
    }),
  );
});

it.each([
  [/^Title/, ' ', 'is required'],
  ['Minutes', 'x', 'must be a number'],
  ['Minutes', '4', 'expected number to be >=5'],
])('says at %s what is wrong with "%s", and plans nothing', async (label, text, words) => {
  show();
  type(/^Title/, 'Nightly');
  type(label, text);
  press('Plan it');
  await expectFault(label, words);
  expect(sent).not.toContainEqual(expect.objectContaining({ title: 'Nightly' }));
});

it('needs a weekday', async () => {
  show();
  type(/^Title/, 'Nightly');
  type('Starts', '2026-03-03T02:30');
  come('week');
  fireEvent.click(screen.getByLabelText('Tue'));
  press('Plan it');
  expect((await screen.findByText('is required')).closest('fieldset')?.textContent).toContain(
    'Tue',
  );
});
