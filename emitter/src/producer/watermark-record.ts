import { SeverityNumber } from '@opentelemetry/api';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { writeAnyValue, writeAttributes } from '../otlp/otlp-attributes.ts';
import { LOG_FIELDS, LOG_RECORDS } from '../otlp/otlp-logs.ts';
import { type EncodedResource, encodeInto } from '../otlp/otlp-request.ts';
import type { ProtobufWriter } from '../otlp/protobuf.ts';
import { hrTimeOf } from '../request/clock.ts';

const SCOPE = { name: 'request-desk' };

/** The OTLP body of one watermark record, without a trace; valid until `writer` is used again. */
export function encodeWatermark(
  writer: ProtobufWriter,
  resource: EncodedResource,
  mark: WatermarkRecord,
): Uint8Array {
  const [seconds, nanos] = hrTimeOf(mark.at);
  return encodeInto(writer, resource, SCOPE, (w) => {
    w.message(LOG_RECORDS, () => {
      w.nanoseconds(LOG_FIELDS.timeUnixNano, seconds, nanos);
      w.varint(LOG_FIELDS.severityNumber, SeverityNumber.INFO).string(
        LOG_FIELDS.severityText,
        'INFO',
      );
      w.message(LOG_FIELDS.body, () => writeAnyValue(w, bodyOf(mark)));
      writeAttributes(w, LOG_FIELDS.attributes, attributesOf(mark));
      w.nanoseconds(LOG_FIELDS.observedTimeUnixNano, seconds, nanos);
      w.string(LOG_FIELDS.eventName, WATERMARK_EVENT);
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
