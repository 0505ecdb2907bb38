import { CONSOLE_ERRORS, type ConsoleErrorCode } from '@request-desk/shared/console-error';

/** The only throwable for known faults of a call of the console; `message` is for staff. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
  readonly code: ConsoleErrorCode;
  readonly status: number;
  /** Extra response headers, such as `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ConsoleErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = CONSOLE_ERRORS[code];
    this.headers = headers;
  }
}

/** 400 with what to change. */
export function badRequest(message: string): ConsoleError {
  return new ConsoleError('bad_request', message);
}

/** 404 for something that staff asked for by its name or id. */
export function absent(what: string): ConsoleError {
  return new ConsoleError('no_such_thing', `There is no such ${what}.`);
}
