import { z } from 'zod';

/**
 * Codes of failed calls of the console's API, each with its HTTP status. They are the console's own:
 * the codes of the API that a desk is for are another vocabulary, in its profile.
 */
export const CONSOLE_ERRORS = {
  bad_request: 400,
  bad_cursor: 400,
  not_signed_in: 401,
  not_allowed: 403,
  confirmation_needed: 403,
  no_such_thing: 404,
  target_refused: 422,
  too_many: 429,
  failed: 500,
  store_unavailable: 503,
  control_plane_unavailable: 503,
  audit_unavailable: 503,
} as const;

export type ConsoleErrorCode = keyof typeof CONSOLE_ERRORS;

const CODES = Object.keys(CONSOLE_ERRORS) as [ConsoleErrorCode, ...ConsoleErrorCode[]];

/** The body of every failed call; `request_id` names the call in the console's log. */
export const consoleErrorBody = z.object({
  error: z.object({
    code: z.enum(CODES),
    message: z.string(),
    request_id: z.string(),
  }),
});
