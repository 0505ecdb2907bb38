import { CATALOGUE } from './catalogue/catalogue.ts';
import type { CauseOf, ErrorCode } from './catalogue/causes.ts';

interface Details<C extends ErrorCode> {
  /** Internal truth, for the event only. */
  readonly cause: CauseOf<C>;
  /** Public text; says what to fix and never names anything of another organisation. */
  readonly message: string;
  /** Extra response headers, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The only throwable for known faults: a stable code with its cause. */
export class ApiError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly status: number;
  readonly reason: CauseOf<C>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: C, details: Details<C>) {
    super(details.message);
    this.name = 'ApiError';
    this.code = code;
    this.status = CATALOGUE[code].status;
    this.reason = details.cause;
    this.headers = details.headers ?? {};
  }
}
