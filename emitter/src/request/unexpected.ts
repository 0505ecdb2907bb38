import { context } from '@opentelemetry/api';
import type { CauseKind, Profile } from '@request-desk/shared/profile';
import { causeProfile } from '@request-desk/shared/profile-codes';
import type { Logger } from 'pino';
import type { Counters } from '../counters.ts';
import type { Sentry } from '../sentry.ts';
import type { ActiveRequest } from './active-request.ts';
import { codeOfKind } from './code-of-kind.ts';
import { describeException } from './exception.ts';

interface Options {
  readonly profile: Profile;
  readonly log: Logger;
  readonly sentry: Sentry;
  readonly counters: Counters;
}

const EXCEPTION: CauseKind = 'exception';

/** Records an exception that nobody foresaw: on span, event, log line and in Sentry. */
export class UnexpectedErrors {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** For an answer that broke off after its head: the event says 500, whatever was sent. */
  afterHead(error: unknown, active: ActiveRequest): void {
    active.event.status = 500;
    this.#record(error, active);
  }

  /** Before an answer leaves with this status: what was thrown may turn out to be no known fault. */
  beforeHead(status: number, active: ActiveRequest): void {
    const { thrown, event } = active;
    if (status < 500 || thrown === undefined || active.exceptionLogged) return;
    const { code, cause } = event;
    const known = code !== undefined && cause !== undefined;
    if (known && causeProfile(this.#options.profile, code, cause)?.kind !== EXCEPTION) return;
    this.#record(thrown.error, active);
  }

  /** Never throws. */
  #record(error: unknown, active: ActiveRequest): void {
    const { profile, log, sentry, counters } = this.#options;
    try {
      const { event } = active;
      const exception = describeException(error);
      const meaning = codeOfKind(profile, EXCEPTION);
      if (meaning && (event.code ?? meaning.code) === meaning.code) {
        event.code = meaning.code;
        event.cause ??= meaning.cause;
      }
      event.exceptionType = exception.type;
      event.exceptionMessage = exception.message;
      const { type: name, message, stack } = exception;
      active.span.recordException({ name, message, stack });
      context.with(active.context, () => {
        const eventId = sentry.capture(error, event);
        if (eventId) event.sentryEventId = eventId;
        const { code, cause } = event;
        log.error({ err: error, code, cause, sentry_event_id: eventId }, 'request failed');
        active.exceptionLogged = true;
      });
    } catch {
      counters.faults++;
    }
  }
}
