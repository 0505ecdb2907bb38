import { SeverityNumber } from '@opentelemetry/api';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import { writeAnyValue, writeAttributes } from '../otlp/otlp-attributes.ts';
import { type EncodedResource, encodeInto } from '../otlp/otlp-request.ts';
import type { ProtobufWriter } from '../otlp/protobuf.ts';
import { hrTimeOf } from '../request/clock.ts';

/**
 * "Everything this producer answered before `at` has a number up to `failed` or `succeeded`." Times
 * are whole milliseconds since 1970 by the reference clock.
 */
export interface Watermark {
  readonly producer: string;
  readonly epoch: number;
  /** Counts the records of an epoch from 1; 0 on the one that the next epoch writes. */
  readonly number: number;
  readonly at: number;
  readonly failed: number;
  readonly succeeded: number;
  /** All telemetry that was received before this is in the store; only who receives says it. */
  readonly receivedTo?: number | undefined;
  /** Whose clock `at` is; `wall` is this machine's, which may be off. */
  readonly clock: 'reference' | 'wall';
  /** `drained` ends a clean shutdown; `ended` is said of an epoch by the next, and final as well. */
  readonly state: 'running' | 'drained' | 'ended';
  readonly roles: readonly string[];
  /** With `ended`: successes that were answered after it may be lost. */
  readonly losableSince?: number | undefined;
}

const SCOPE = { name: 'request-desk' };
const LOG = numbersOf('LogRecord');
const { logRecords: LOG_RECORDS } = numbersOf('ScopeLogs');

/** The OTLP body of one watermark record, without a trace; valid until `writer` is used again. */
export function encodeWatermark(
  writer: ProtobufWriter,
  resource: EncodedResource,
  mark: Watermark,
): Uint8Array {
  const [seconds, nanos] = hrTimeOf(mark.at);
  return encodeInto(writer, resource, SCOPE, (w) => {
    w.message(LOG_RECORDS, () => {
      w.nanoseconds(LOG.timeUnixNano, seconds, nanos);
      w.varint(LOG.severityNumber, SeverityNumber.INFO).string(LOG.severityText, 'INFO');
      w.message(LOG.body, () => writeAnyValue(w, bodyOf(mark)));
      writeAttributes(w, LOG.attributes, attributesOf(mark));
      w.nanoseconds(LOG.observedTimeUnixNano, seconds, nanos);
      w.string(LOG.eventName, WATERMARK_EVENT);
    });
  });
}

function bodyOf({ state, failed, succeeded }: Watermark): string {
  return `${state}: ${failed} failed and ${succeeded} succeeded so far`;
}

function attributesOf(mark: Watermark) {
  return {
    [ATTR.producerId]: mark.producer,
    [ATTR.producerEpoch]: mark.epoch,
    [ATTR.watermarkNumber]: mark.number,
    [ATTR.watermarkAt]: mark.at,
    [ATTR.watermarkFailed]: mark.failed,
    [ATTR.watermarkSucceeded]: mark.succeeded,
    [ATTR.watermarkReceivedTo]: mark.receivedTo,
    [ATTR.watermarkClock]: mark.clock,
    [ATTR.watermarkState]: mark.state,
    [ATTR.watermarkRoles]: mark.roles.join(','),
    [ATTR.watermarkLosableSince]: mark.losableSince,
  };
}
