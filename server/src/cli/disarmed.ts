import { DIRECTION_MARKS } from '@request-desk/shared/one-line';

/** What a terminal acts on: controls but tabs and line ends, and marks that turn text around. */
const ACTS = new RegExp(String.raw`(?![\n\t])[\p{Cc}${DIRECTION_MARKS}]`, 'gu');

/**
 * Text for a terminal, on which it does nothing but stand there: what it would act on is spelled as
 * `\u001b`. In JSON that is the same text.
 */
export function disarmed(text: string): string {
  return text.replace(ACTS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
