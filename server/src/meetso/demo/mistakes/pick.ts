import { weighted } from '../weighted.ts';
import { ACCESS_MISTAKES } from './access.ts';
import type { Mistake } from './mistake.ts';
import { NOT_FOUND_MISTAKES } from './not-found.ts';
import { REQUEST_MISTAKES } from './requests.ts';

export const MISTAKES: readonly Mistake[] = [
  ...REQUEST_MISTAKES,
  ...ACCESS_MISTAKES,
  ...NOT_FOUND_MISTAKES,
];

/** One of the mistakes, each by its weight. */
export function pickMistake(random: () => number): Mistake {
  return weighted(MISTAKES, random);
}
