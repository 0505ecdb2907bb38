/** Where unexpected errors are reported, and where their pages are; all optional. */
export interface SentrySettings {
  readonly dsn: string | undefined;
  /** Address of the Sentry that people open, when it is not the DSN's. */
  readonly url: string | undefined;
  readonly org: string | undefined;
  readonly project: string | undefined;
}

/** Who is speaking: OTEL_SERVICE_NAME, and OTEL_RESOURCE_ATTRIBUTES as written. */
export interface ResourceSettings {
  readonly serviceName: string;
  readonly resourceAttributes: string;
}

/** Levels of the log, pino's names. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** A spool needs so much room at least; bytes. */
export const SPOOL_LEAST_BYTES = 64 * 2 ** 20;
