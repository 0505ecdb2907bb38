import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { WireChoice, WireInput, WireSelect } from './wire-fields.tsx';
import { useWireForm } from './wire-form.tsx';

const schema = z.strictObject({
  severity: z.enum(['notify', 'page'], { error: 'must be chosen' }),
  name: z.string(),
  zone: z.enum(['UTC', 'Europe/Berlin']),
});

function Form() {
  const { control, handleSubmit } = useWireForm(schema, {
    severity: 'none' as 'page',
    name: '',
    zone: 'UTC',
  });
  return (
    <form onSubmit={handleSubmit(() => undefined)}>
      <WireChoice
        control={control}
        name="severity"
        label="Severity"
        options={[
          ['notify', 'Notify'],
          ['page', 'Page'],
        ]}
      />
      <WireInput control={control} name="name" label="Name" />
      <WireInput control={control} name="name" aria-label="Name again" />
      <WireSelect control={control} name="zone" aria-label="Zone" options={[['UTC', 'UTC']]} />
      <button type="submit">Save</button>
    </form>
  );
}

afterEach(cleanup);

it('says at a choice what is wrong with it, and moves the focus there', async () => {
  render(<Form />);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  const fault = await screen.findByRole('alert');
  const choice = screen.getByRole('group', { name: 'Severity' });
  expect(choice.getAttribute('aria-describedby')).toBe(fault.id);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Notify' }));
});

it('has a label around an input only where it is given one', () => {
  render(<Form />);
  expect(screen.getByLabelText('Name', { exact: true }).closest('label')).not.toBeNull();
  expect(screen.getByLabelText('Name again').closest('label')).toBeNull();
  expect(screen.getByLabelText('Zone').closest('label')).toBeNull();
});
