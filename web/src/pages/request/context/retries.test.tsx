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
