import { z } from 'zod';

const HIDDEN = /^[^\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;

/**
 * A name that staff give, of at most `max` characters. Names stand in titles and messages: on one
 * line, and read in the order in which they are written.
 */
export function oneLine(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(HIDDEN, 'must not hold control characters, line ends or marks of text direction');
}
