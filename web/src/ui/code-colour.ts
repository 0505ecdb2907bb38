import { isErrorCode } from '@request-desk/shared/causes';

/** CSS colours of a code: `fill` for marks, `text` for words on the page's surface. */
export function codeColour(code: string): { fill: string; text: string } {
  if (code === '') return { fill: 'var(--good)', text: 'var(--good)' };
  const name = isErrorCode(code) ? code : 'not_found';
  return { fill: `var(--code-${name})`, text: `var(--code-${name}-text)` };
}
