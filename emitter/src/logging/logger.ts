import { trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger } from 'pino';
import { scrub } from '../redaction/scrub.ts';
import { withoutSecrets } from '../redaction/secret-names.ts';
import { activeRequest } from '../request/active-request.ts';
import { describeException } from '../request/exception.ts';
import { LogLines } from './log-line.ts';
import { standardOutput } from './standard-output.ts';

/** Pino gives the bindings of child loggers to no formatter, only to its redaction. */
const BINDINGS = ['authorization', 'cookie', 'headers', 'password', 'secret', 'token', 'apiKey'];

export interface LoggerOptions {
  readonly level: string;
  /** Takes whole lines; stdout by default. */
  readonly destination?: DestinationStream;
}

/**
 * The process's logger: JSON lines with the ids of the request that the code works for. Lines
 * inside a request also go out as OpenTelemetry log records, so that its page can show them.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const out = destination ?? standardOutput();
  const lines = new LogLines();
  return pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }), log: redacted },
      serializers: { err: describeException },
      redact: { paths: BINDINGS, censor: '[secret]' },
      mixin: correlation,
    },
    {
      write(line: string) {
        const clean = scrub(line);
        out.write(clean);
        const request = activeRequest();
        if (request) lines.emit(clean, request.now());
      },
    },
  );
}

function correlation(): Record<string, string> {
  const request = activeRequest();
  const span = trace.getActiveSpan()?.spanContext();
  return {
    ...(span ? { trace_id: span.traceId, span_id: span.spanId } : {}),
    ...(request ? { request_id: request.requestId } : {}),
  };
}

/** Secrets by name; secrets by shape are taken out of the finished line. */
function redacted(fields: object): Record<string, unknown> {
  return withoutSecrets(fields, (text) => text) as Record<string, unknown>;
}
