import { expect, it } from 'vitest';
import { formatCount } from './format-number.ts';

it.each([
  [0, '0'],
  [1_234, '1,234'],
  [99_999, '99,999'],
  [123_456, '123.5k'],
  [24_000_000, '24m'],
])('%d reads %s', (count, text) => expect(formatCount(count)).toBe(text));
