import { context } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Counters } from '../counters.ts';
import type { Sentry } from '../sentry.ts';
import { ActiveRequest } from './active-request.ts';
import { describeException } from './exception.ts';

/** Records an exception that nobody foresaw: on span, event, log line and in Sentry. */
export class UnexpectedErrors {
  readonly #log: Logger;
  readonly #sentry: Sentry;
  readonly #counters: Counters;

  constructor(log: Logger, sentry: Sentry, counters: Counters) {
    this.#log = log;
    this.#sentry = sentry;
    this.#counters = counters;
  }

  /** For the error handler, before it answers with `internal_error`. Never throws. */
  inRequest(error: unknown, request: FastifyRequest): void {
    if (request.telemetry instanceof ActiveRequest) this.record(error, request.telemetry);
    else this.#log.error({ err: error }, 'an exception outside any request');
  }

  /** For an answer that broke off after its head: the event says 500, whatever was sent. */
  afterHead(error: unknown, active: ActiveRequest): void {
    active.event.status = 500;
    this.record(error, active);
  }

  record(error: unknown, active: ActiveRequest): void {
    try {
      const { event } = active;
      const exception = describeException(error);
      event.code ??= 'internal_error';
      event.cause ??= 'exception';
      event.exceptionType = exception.type;
      event.exceptionMessage = exception.message;
      const { type: name, message, stack } = exception;
      active.span.recordException({ name, message, stack });
      context.with(active.context, () => {
        const eventId = this.#sentry.capture(error, event);
        if (eventId) event.sentryEventId = eventId;
        const { code, cause } = event;
        this.#log.error({ err: error, code, cause, sentry_event_id: eventId }, 'request failed');
        active.exceptionLogged = true;
      });
    } catch {
      this.#counters.faults++;
    }
  }
}
