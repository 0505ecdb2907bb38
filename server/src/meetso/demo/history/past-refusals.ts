/** What the API says of a mistake, in the words of its own refusals. */
import type { RequestEvent, ValidationIssue } from '@request-desk/fastify/request/request-event';
import { lackingScope } from '../../authentication/authenticate.ts';
import { unusable } from '../../authentication/credentials.ts';
import type { CauseOf } from '../../catalogue/causes.ts';
import { ERROR_EXAMPLES } from '../../docs/error-examples.ts';
import type { Scope } from '../../scopes.ts';
import { MEETINGS } from '../calls.ts';

/** What a refusal adds to an event. */
export type PastRefusal = Partial<RequestEvent> &
  Required<Pick<RequestEvent, 'code' | 'cause' | 'message'>>;

/** `invalid_request`, for one field or more. */
export function refused(
  cause: string,
  message: string,
  ...issues: readonly ValidationIssue[]
): PastRefusal {
  const near = issues.find(({ nearMiss }) => nearMiss !== undefined)?.nearMiss;
  const meant = near === undefined ? {} : { nearMiss: near };
  return { code: 'invalid_request', cause, message, issues, ...meant };
}

export function badCursor(cause: string): PastRefusal {
  return asInDocs('invalid_cursor', cause);
}

/** No usable key in the headers; `says` begins what the caller reads. */
export function noKey(cause: CauseOf<'unauthorized'>, problem: string, says: string): PastRefusal {
  const { message } = unusable({ cause, problem, says }, {});
  return { code: 'unauthorized', cause, authProblem: problem, message };
}

export function unusableKey(cause: string): PastRefusal {
  return asInDocs('invalid_key', cause);
}

export function lacking(scope: Scope): PastRefusal {
  const { message } = lackingScope(scope);
  return { code: 'scope_missing', cause: 'scope_missing', scopeRequired: scope, message };
}

/** One text for all reasons why a meeting is not seen. */
export function unseen(cause: string): PastRefusal {
  return asInDocs('not_found', cause);
}

/** Codes with one text for all of their causes: that of the documentation, which a test sends for. */
function asInDocs(
  code: 'invalid_cursor' | 'invalid_key' | 'not_found',
  cause: string,
): PastRefusal {
  return { code, cause, message: ERROR_EXAMPLES[code].message };
}

export const NO_SUCH_PATH: PastRefusal = {
  code: 'not_found',
  cause: 'route_unknown',
  nearMiss: MEETINGS,
  // A part that no route declares is not recorded.
  message: `The API has no path /public/v1/…; did you mean ${MEETINGS}?`,
};

export const NO_SUCH_METHOD: PastRefusal = {
  code: 'not_found',
  cause: 'method_unknown',
  allowedMethods: 'DELETE, GET, HEAD, PATCH',
  message: `PUT is not a method of ${MEETINGS}/:id; it has DELETE, GET, HEAD, PATCH.`,
};
