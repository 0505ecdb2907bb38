/**
 * The cause is the internal truth behind a public code. Staff see it, customers never do.
 * Every error event carries exactly one cause of its code.
 */
export const CAUSES = {
  invalid_request: [
    'parameter_invalid',
    'parameter_unknown',
    'body_invalid',
    'body_malformed',
    'media_type',
    'body_too_large',
    'url_malformed',
    'header_invalid',
    'http_malformed',
    'timeout',
    'idempotency_mismatch',
  ],
  invalid_cursor: ['undecodable', 'forged', 'other_query', 'expired'],
  unauthorized: ['header_missing', 'scheme_wrong', 'token_malformed'],
  invalid_key: ['unknown', 'revoked', 'expired'],
  scope_missing: ['scope_missing'],
  not_found: ['absent', 'other_org', 'deleted', 'route_unknown', 'method_unknown'],
  rate_limited: ['burst', 'sustained', 'auth_flood'],
  internal_error: [
    'exception',
    'overloaded',
    'draining',
    'control_plane_away',
    'idempotency_in_flight',
  ],
} as const;

/** The eight stable public codes. Clients branch on these; the set is frozen. */
export type ErrorCode = keyof typeof CAUSES;

/** A cause of the given code. */
export type CauseOf<C extends ErrorCode> = (typeof CAUSES)[C][number];

/** Any cause. */
export type Cause = CauseOf<ErrorCode>;

export const ERROR_CODES = Object.keys(CAUSES) as ErrorCode[];

/** Narrows text from a wire or a store to one of the eight codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CAUSES, text);
}
