import { expect, it } from 'vitest';
import { formatCount, formatShare } from './format-number.ts';

it.each([
  [0, '0'],
  [1_234, '1,234'],
  [99_999, '99,999'],
  [123_456, '123.5k'],
  [24_000_000, '24m'],
])('%d reads %s', (count, text) => expect(formatCount(count)).toBe(text));

it.each([
  [0, 10, '0 %'],
  [3, 0, '0 %'],
  [1, 100_000, '< 0.01 %'],
  [3, 10_000, '0.03 %'],
  [41, 1_000, '4.1 %'],
  [62, 100, '62 %'],
])('%d of %d is %s', (part, total, text) => expect(formatShare(part, total)).toBe(text));
