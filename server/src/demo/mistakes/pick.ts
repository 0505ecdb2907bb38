import { ACCESS_MISTAKES } from './access.ts';
import type { Mistake } from './mistake.ts';
import { NOT_FOUND_MISTAKES } from './not-found.ts';
import { REQUEST_MISTAKES } from './requests.ts';

export const MISTAKES: readonly Mistake[] = [
  ...REQUEST_MISTAKES,
  ...ACCESS_MISTAKES,
  ...NOT_FOUND_MISTAKES,
];

const TOTAL = MISTAKES.reduce((sum, mistake) => sum + mistake.weight, 0);

/** One of the mistakes, each by its weight. */
export function pickMistake(random: () => number): Mistake {
  let left = random() * TOTAL;
  const picked = MISTAKES.find((mistake) => {
    left -= mistake.weight;
    return left < 0;
  });
  return picked ?? (MISTAKES[0] as Mistake);
}
