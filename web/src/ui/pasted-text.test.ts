import { expect, it } from 'vitest';
import { pastedText } from './pasted-text.ts';

const data = (held: Readonly<Record<string, string>>) => ({
  getData: (type: string) => held[type] ?? '',
});

it('takes the plain text, else the HTML', () => {
  const html = '<p>req_70ac81fe9ef7a3c6</p>';
  expect(pastedText(data({ 'text/plain': 'a', 'text/html': html }))).toBe('a');
  expect(pastedText(data({ 'text/plain': ' ', 'text/html': html }))).toBe(html);
  expect(pastedText(data({}))).toBe('');
  expect(pastedText(null)).toBe('');
});
