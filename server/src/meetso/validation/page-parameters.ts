import { z } from 'zod';
import { anyText, wholeNumber } from './parameters.ts';

/** The parameters of every list that has pages. */
export const PAGE = {
  limit: wholeNumber([1, 100], 20, 'How many stand on a page.'),
  cursor: anyText(
    z
      .string()
      .min(1)
      .max(200)
      .regex(/^[A-Za-z0-9_-]+$/),
    'Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours.',
  ),
};
