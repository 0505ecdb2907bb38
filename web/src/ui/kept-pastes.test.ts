import { expect, it } from 'vitest';
import { keepPaste, pasteOf } from './kept-pastes.ts';

it('keeps pastes by names that reveal nothing of them, the last fifty', () => {
  const names = Array.from({ length: 60 }, (_, n) => keepPaste(`the secret of ${n}`));
  expect(new Set(names).size).toBe(60);
  expect(names.join()).not.toContain('secret');
  expect(names.map(pasteOf).filter((text) => text !== undefined)).toHaveLength(50);
  expect(pasteOf(names[59])).toBe('the secret of 59');
  expect(keepPaste('the secret of 59')).toBe(names[59]);
  expect(pasteOf(undefined)).toBeUndefined();
});
