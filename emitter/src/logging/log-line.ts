import { type Attributes, logs, SeverityNumber } from '@opentelemetry/api';
import { ATTR } from '@request-desk/shared/attributes';
import { hrTimeOf } from '../request/clock.ts';

const SEVERITY: Readonly<Record<string, SeverityNumber>> = {
  trace: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  fatal: SeverityNumber.FATAL,
};

/** Fields that a log record has places of its own for. */
const OWN_PLACE = new Set(['level', 'time', 'msg', 'trace_id', 'span_id', 'request_id', 'err']);

/** Turns the lines of one logger into log records. */
export class LogLines {
  #lastMs = 0;

  /** Emits one line, scrubbed already, as a log record of `atMs` (since 1970) in the active context. */
  emit(line: string, atMs: number): void {
    try {
      const fields = JSON.parse(line) as Record<string, unknown>;
      const severityNumber = SEVERITY[String(fields.level)] ?? SeverityNumber.INFO;
      logs.getLogger('request-desk.log').emit({
        timestamp: hrTimeOf(this.#distinct(atMs)),
        severityNumber,
        severityText: SeverityNumber[severityNumber],
        body: String(fields.msg ?? ''),
        attributes: attributesOf(fields),
      });
    } catch {
      // The line itself is on stdout; a record of it is not worth an exception in a request.
    }
  }

  /** Lines of one moment differ by a microsecond each: equal records become one row. */
  #distinct(ms: number): number {
    const last = this.#lastMs;
    this.#lastMs = ms <= last && last - ms < 1 ? last + 0.001 : ms;
    return this.#lastMs;
  }
}

function attributesOf(fields: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(fields)) {
    if (OWN_PLACE.has(name) || value === undefined || value === null) continue;
    const plain = typeof value === 'object' ? JSON.stringify(value) : value;
    attributes[name] = plain as string | number | boolean;
  }
  if (typeof fields.request_id === 'string') attributes[ATTR.requestId] = fields.request_id;
  const { err } = fields as { err?: { type?: string; message?: string; stack?: string } };
  if (err?.type) attributes[ATTR.exceptionType] = err.type;
  if (err?.message) attributes[ATTR.exceptionMessage] = err.message;
  if (err?.stack) attributes[ATTR.exceptionStack] = err.stack;
  return attributes;
}
