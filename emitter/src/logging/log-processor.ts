import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { ATTR, REQUEST_EVENT } from '@request-desk/shared/attributes';
import type { Counters } from '../counters.ts';
import { writeLogRecord } from '../otlp/otlp-logs.ts';
import { type EncodedResource, encodeInto } from '../otlp/otlp-request.ts';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import type { SpoolBatch } from '../otlp/spool-batch.ts';
import type { EventNumbers } from '../request/event-numbers.ts';
import { KeptEvents } from '../spool/kept-events.ts';
import type { Spool } from '../spool/spool.ts';

export interface LogProcessorOptions {
  readonly spool: Spool;
  readonly resource: EncodedResource;
  readonly batch: SpoolBatch;
  readonly counters: Counters;
  /** Left out for events that were not answered by this process. */
  readonly numbers?: EventNumbers | undefined;
  /** Takes one line of JSON: the event that the spool did not take. */
  readonly print: (line: string) => void;
}

/**
 * Writes request events outside 2xx into the spool before it returns, so that they are there before
 * the answer leaves. Everything else may wait for the batch.
 */
export class SpoolLogProcessor implements LogRecordProcessor {
  readonly #options: LogProcessorOptions;
  readonly #kept = new KeptEvents();
  /** Failures are encoded one at a time and appended at once, so one buffer serves all. */
  readonly #writer = new ProtobufWriter(4096);
  readonly #failed = (w: ProtobufWriter) => this.#options.numbers?.stamp(w, true);
  readonly #succeeded = (w: ProtobufWriter) => this.#options.numbers?.stamp(w, false);

  constructor(options: LogProcessorOptions) {
    this.#options = options;
  }

  onEmit(record: ReadableLogRecord): void {
    const { batch, spool } = this.#options;
    // Any record does, heartbeats too: a full disk is asked again every ten seconds at the least.
    this.#kept.appendTo(spool);
    if (record.eventName !== REQUEST_EVENT) {
      batch.add(record.instrumentationScope, (writer) => writeLogRecord(writer, record));
    } else if (isFailure(record)) this.#appendNow(record);
    else batch.add(record.instrumentationScope, (w) => writeLogRecord(w, record, this.#succeeded));
  }

  async forceFlush(): Promise<void> {
    this.#options.batch.flush();
  }

  async shutdown(): Promise<void> {
    this.#kept.appendTo(this.#options.spool);
    this.#options.batch.flush();
  }

  #appendNow(record: ReadableLogRecord): void {
    const { spool, resource, counters, numbers, print } = this.#options;
    let body: Uint8Array | undefined;
    try {
      body = encodeInto(this.#writer, resource, record.instrumentationScope, (w) =>
        writeLogRecord(w, record, this.#failed),
      );
      spool.append('errors', body);
    } catch (error) {
      counters.eventsPrinted++;
      if (body) this.#kept.keep(body);
      else numbers?.skip(true);
      print(recoveryLine(record, body, error));
    }
    numbers?.failedWritten();
  }
}

function isFailure({ attributes }: ReadableLogRecord): boolean {
  const status = Number(attributes[ATTR.status]);
  return !(status >= 200 && status < 300);
}

/** Everything that the event holds, to read and, in `otlp`, for `request-desk recover`. */
function recoveryLine(
  record: ReadableLogRecord,
  body: Uint8Array | undefined,
  error: unknown,
): string {
  return JSON.stringify({
    level: 'error',
    msg: 'the spool did not take this request event; it stands here in full',
    reason: error instanceof Error ? error.message : 'unknown',
    event_name: record.eventName,
    trace_id: record.spanContext?.traceId,
    span_id: record.spanContext?.spanId,
    time: record.hrTime,
    severity: record.severityText,
    body: record.body,
    attributes: record.attributes,
    otlp: body && Buffer.from(body).toString('base64'),
  });
}
