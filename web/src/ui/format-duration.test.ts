import { expect, it } from 'vitest';
import { formatMicros, formatMillis } from './format-duration.ts';

it.each([
  [0, '0'],
  [0.5, '0.5 µs'],
  [340, '340 µs'],
  [1_000, '1 ms'],
  [12_345, '12.3 ms'],
  [100_000, '100 ms'],
  [999_400, '999 ms'],
  [999_700, '1 s'],
  [1_250_000, '1.25 s'],
  [60_000_000, '1 min'],
  [125_000_000, '2 min 5 s'],
  [3_599_700_000, '1 h'],
  [5_400_000_000, '1 h 30 min'],
  [86_400_000_000, '1 d'],
  [1_800_000_000_000, '20 d 20 h'],
])('%d µs is %s', (us, text) => expect(formatMicros(us)).toBe(text));

it('takes milliseconds too', () => expect(formatMillis(4.2)).toBe('4.2 ms'));
