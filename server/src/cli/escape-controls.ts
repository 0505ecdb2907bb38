import { DIRECTION_MARKS } from '@request-desk/shared/one-line';

/** Control characters but tabs and line ends, and marks that change the direction of text. */
const CONTROLS = new RegExp(String.raw`(?![\n\t])[\p{Cc}${DIRECTION_MARKS}]`, 'gu');

/** Text that is safe to print: control characters are written as `\u001b`, which JSON reads as the same text. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
