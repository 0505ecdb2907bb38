import { z } from 'zod';

/** Marks that change in which order text is read; for a class of characters. */
export const DIRECTION_MARKS = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
/** What no text on one line holds: controls, line ends and those marks. */
export const OFF_LINE = String.raw`\p{Cc}\u2028\u2029${DIRECTION_MARKS}`;

const ON_LINE = new RegExp(`^[^${OFF_LINE}]*$`, 'u');

/** Untrusted text on one line: runs of controls, format marks and line ends become a space. */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

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
    .regex(ON_LINE, 'must not hold control characters, line ends or marks of text direction');
}
