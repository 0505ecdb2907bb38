import { expect, it } from 'vitest';
import { percentText } from './percent-text.ts';

it.each([
  [0, 10, '0 %'],
  [3, 0, '0 %'],
  [1, 1_000_000, '< 0.001 %'],
  [1, 100_000, '0.001 %'],
  [3, 10_000, '0.03 %'],
  [41, 1_000, '4.1 %'],
  [40, 1_000, '4 %'],
  [62, 100, '62 %'],
  [99, 100, '99 %'],
  [999, 1_000, '> 99 %'],
  [10, 10, '100 %'],
])('%d of %d is %s', (part, whole, text) => expect(percentText(part, whole)).toBe(text));

it('takes a share alone', () => expect(percentText(1 - 0.99999)).toBe('0.001 %'));
