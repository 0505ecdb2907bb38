import type { CauseEntry, CodeEntry } from './code-entry.ts';
import { INTERNAL_ERROR } from './codes/internal-error.ts';
import { INVALID_CURSOR } from './codes/invalid-cursor.ts';
import { INVALID_KEY } from './codes/invalid-key.ts';
import { INVALID_REQUEST } from './codes/invalid-request.ts';
import { NOT_FOUND } from './codes/not-found.ts';
import { RATE_LIMITED } from './codes/rate-limited.ts';
import { SCOPE_MISSING } from './codes/scope-missing.ts';
import { UNAUTHORIZED } from './codes/unauthorized.ts';

const CODES = {
  invalid_request: INVALID_REQUEST,
  invalid_cursor: INVALID_CURSOR,
  unauthorized: UNAUTHORIZED,
  invalid_key: INVALID_KEY,
  scope_missing: SCOPE_MISSING,
  not_found: NOT_FOUND,
  rate_limited: RATE_LIMITED,
  internal_error: INTERNAL_ERROR,
} as const;

/** The eight stable public codes. Clients branch on these; the set is frozen. */
export type ErrorCode = keyof typeof CODES;

/** A cause of the given code. */
export type CauseOf<C extends ErrorCode> = C extends ErrorCode
  ? keyof (typeof CODES)[C]['causes'] & string
  : never;

/** The one table of codes: docs, replies, remediation and tests all read it. */
export const CATALOGUE: Readonly<Record<ErrorCode, CodeEntry>> = CODES;

/** The HTTP status of each code; frozen with the API's major version. */
export const STATUS_OF = Object.fromEntries(
  Object.entries(CODES).map(([code, { status }]) => [code, status]),
) as { readonly [C in ErrorCode]: (typeof CODES)[C]['status'] };

/** The staff-only entry of a cause, or undefined for a pair that does not exist. */
export function causeEntry(code: ErrorCode, cause: string): CauseEntry | undefined {
  const { causes } = CATALOGUE[code];
  return Object.hasOwn(causes, cause) ? causes[cause] : undefined;
}

/** Path of a code's section in the public documentation. */
export function docsPathOf(code: ErrorCode): string {
  return `/docs/errors#${code}`;
}
