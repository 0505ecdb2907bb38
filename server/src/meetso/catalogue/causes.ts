import { CATALOGUE, type CauseOf, type ErrorCode } from './catalogue.ts';

export type { CauseOf, ErrorCode };

/** Any cause. */
export type Cause = CauseOf<ErrorCode>;

export const ERROR_CODES = Object.keys(CATALOGUE) as ErrorCode[];

/** The causes of each code, in the order in which they are described. */
export const CAUSES = Object.fromEntries(
  ERROR_CODES.map((code) => [code, Object.keys(CATALOGUE[code].causes)]),
) as unknown as { readonly [C in ErrorCode]: readonly CauseOf<C>[] };

/** Narrows text from a wire or a store to one of the eight codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CATALOGUE, text);
}
