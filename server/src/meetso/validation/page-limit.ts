import { wholeNumber } from './parameters.ts';

/** How many stand on a page of a list. */
export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

/** The parameter `limit` of every list. */
export const pageLimit = wholeNumber('limit', 1, MAX_LIMIT);
