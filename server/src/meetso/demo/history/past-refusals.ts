/** What the API says of a mistake, in the words of its own refusals. */
import type { RequestEvent, ValidationIssue } from '@request-desk/fastify/request/request-event';
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
  return {
    ...{ code: 'invalid_cursor', cause },
    message:
      'The cursor cannot be used: it was altered, is too old, or belongs to a query with other ' +
      'parameters. Start again from the first page, without a cursor.',
  };
}

/** No usable key in the headers; `says` begins what the caller reads. */
export function noKey(cause: string, authProblem: string, says: string): PastRefusal {
  const form =
    cause === 'token_malformed'
      ? 'A key is `mts_live_` and 32 letters or digits, and nothing stands around it. '
      : '';
  return {
    ...{ code: 'unauthorized', cause, authProblem },
    message: `${says} ${form}Send \`Authorization: Bearer\` followed by an API key from Settings → API Keys.`,
  };
}

export function deadKey(cause: string): PastRefusal {
  return {
    ...{ code: 'invalid_key', cause },
    message:
      'This API key does not work: it is unknown, revoked or expired. ' +
      'Create a new one in Settings → API Keys and revoke the old one.',
  };
}

export function lacking(scope: string): PastRefusal {
  return {
    ...{ code: 'scope_missing', cause: 'scope_missing', scopeRequired: scope },
    message:
      `This API key lacks the scope ${scope}. ` +
      'Create a key with it in Settings → API Keys and use that one here.',
  };
}

/** One text for all reasons why a meeting is not seen. */
export function unseen(cause: string): PastRefusal {
  return {
    ...{ code: 'not_found', cause },
    message:
      'No meeting with this id is visible to this API key. Check the id; the list of meetings ' +
      'shows what this key can reach.',
  };
}

export const NO_SUCH_PATH: PastRefusal = {
  ...{ code: 'not_found', cause: 'route_unknown', nearMiss: MEETINGS },
  // A part that no route declares is not recorded.
  message: `The API has no path /public/v1/…; did you mean ${MEETINGS}?`,
};

export const NO_SUCH_METHOD: PastRefusal = {
  ...{ code: 'not_found', cause: 'method_unknown', allowedMethods: 'DELETE, GET, HEAD, PATCH' },
  message: `PUT is not a method of ${MEETINGS}/:id; it has DELETE, GET, HEAD, PATCH.`,
};
