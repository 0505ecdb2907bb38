import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Retries } from './retries.tsx';

it.each([
  [1, true, 'The next call of this key on the same route succeeded after 3 s'],
  [1, false, 'The next call of this key on the same route did not succeed'],
  [4, true, 'Of the next 4 calls of this key on the same route, one succeeded after 3 s'],
  [4, false, 'Of the next 4 calls of this key on the same route, none succeeded so far'],
])('does not say that another call is a retry: %i, %s', (attempts, succeeded, text) => {
  const succeeded_after_ms = succeeded ? 3_000 : null;
  const { container } = render(
    <Retries retries={{ attempts, succeeded, succeeded_after_ms, rows: [] }} />,
  );
  expect(container.querySelector('p')?.textContent).toBe(text);
});

it.each([
  ['same', 1, 3_000, 'The same call was made again; succeeded after 3 s'],
  ['corrected', 2, 3_000, 'It was corrected and sent again 2 times; succeeded after 3 s'],
  [
    'corrected',
    2,
    null,
    'The same target was called with other content 2 times; none succeeded so far',
  ],
] as const)('says what fingerprints tell: %s', (call, attempts, succeeded_after_ms, text) => {
  const again = { call, attempts, succeeded_after_ms };
  const rest = { attempts: 5, succeeded: true, succeeded_after_ms: 1, rows: [] };
  const { container } = render(<Retries retries={{ ...rest, again }} />);
  expect(container.querySelector('p')?.textContent).toBe(text);
});
