import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ReplyBox } from './reply-box.tsx';

afterEach(cleanup);

const text = () => screen.getByRole<HTMLTextAreaElement>('textbox').value;

it('is written in the chosen language, and keeps what was edited in each', () => {
  const en = { short: 'Sorry.', long: 'Hello,\n\nsorry.' };
  const de = { short: 'Entschuldigung.', long: 'Guten Tag,\n\nEntschuldigung.' };
  render(<ReplyBox reply={en} replies={{ en, de }} />);
  expect(text()).toBe('Sorry.');
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'So sorry.' } });
  const language = screen.getByRole('combobox', { name: 'Language of the reply' });
  expect(language.textContent).toBe('EnglishDeutsch');
  fireEvent.change(language, { target: { value: 'de' } });
  expect(text()).toBe('Entschuldigung.');
  fireEvent.change(language, { target: { value: 'en' } });
  expect(text()).toBe('So sorry.');
});

it('offers no choice where there is one language', () => {
  render(<ReplyBox reply={{ short: 'a', long: 'b' }} />);
  expect(screen.queryByRole('combobox')).toBeNull();
});
