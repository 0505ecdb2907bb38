import type { ErrorEvent } from '@sentry/node';
import type { Counters } from './counters.ts';
import { scrub } from './redaction/scrub.ts';
import { withoutSecrets } from './redaction/secret-names.ts';
import { describeException } from './request/exception.ts';
import { FingerprintLimit } from './request/fingerprint-limit.ts';
import type { RequestEvent } from './request/request-event.ts';

export interface Sentry {
  /** Sends one exception; returns its event id, or undefined when nothing was sent. */
  capture(error: unknown, event: RequestEvent): string | undefined;
  /** Waits at most two seconds for what is on its way. */
  close(): Promise<void>;
}

const SILENT: Sentry = { capture: () => undefined, close: async () => undefined };

/**
 * Sentry beside our own OpenTelemetry: exceptions only, in our trace, without any of the default
 * integrations, which would send the error first under other ids and with the request's headers.
 */
export async function startSentry(options: {
  readonly dsn: string | undefined;
  readonly release: string;
  readonly instance: string;
  readonly counters: Counters;
}): Promise<Sentry> {
  const { dsn, release, instance, counters } = options;
  if (!dsn) return SILENT;
  const sentry = await import('@sentry/node');
  sentry.init({
    dsn,
    release,
    serverName: instance,
    maxBreadcrumbs: 0,
    enableRuntimeChannelInjection: false,
    sendClientReports: false,
    defaultIntegrations: false,
    integrations: [
      sentry.openTelemetryIntegration(),
      sentry.eventFiltersIntegration(),
      sentry.linkedErrorsIntegration(),
      sentry.contextLinesIntegration(),
      sentry.nodeContextIntegration(),
    ],
    beforeSend: (event) => scrubEvent(event),
  });
  const limit = new FingerprintLimit(() => performance.now());
  return {
    capture(error, { requestId, code, orgId }) {
      if (!limit.take(fingerprintOf(error))) {
        counters.sentrySuppressed++;
        return undefined;
      }
      counters.sentryEvents++;
      const tags = { request_id: requestId, error_code: code, org: orgId };
      return sentry.captureException(error, {
        tags,
        fingerprint: ['{{ default }}', code ?? 'unexpected'],
      });
    },
    async close() {
      await sentry.close(2000);
    },
  };
}

/** The same fault in the same place: type and the topmost frame. */
function fingerprintOf(error: unknown): string {
  const { type, stack } = describeException(error);
  return `${type} ${/\n\s+at ([^\n]+)/.exec(stack)?.[1] ?? ''}`;
}

function scrubEvent(event: ErrorEvent): ErrorEvent {
  const { request: _request, user: _user, breadcrumbs: _breadcrumbs, ...rest } = event;
  return withoutSecrets(rest, scrub) as ErrorEvent;
}
