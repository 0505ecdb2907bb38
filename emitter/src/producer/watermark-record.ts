import { SeverityNumber } from '@opentelemetry/api';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { writeAnyValue, writeAttributes } from '../otlp/otlp-attributes.ts';
import { type EncodedResource, encodeInto } from '../otlp/otlp-request.ts';
import type { ProtobufWriter } from '../otlp/protobuf.ts';
import { hrTimeOf } from '../request/clock.ts';

const SCOPE = { name: 'request-desk' };
const LOG = numbersOf('LogRecord');
const { logRecords: LOG_RECORDS } = numbersOf('ScopeLogs');

/** The OTLP body of one watermark record, without a trace; valid until `writer` is used again. */
export function encodeWatermark(
  writer: ProtobufWriter,
  resource: EncodedResource,
  mark: WatermarkRecord,
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

function bodyOf({ state, failed, succeeded }: WatermarkRecord): string {
  return `${state}: ${failed} failed and ${succeeded} succeeded so far`;
}

function attributesOf(mark: WatermarkRecord) {
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
