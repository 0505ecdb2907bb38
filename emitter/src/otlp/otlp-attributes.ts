import type { Attributes } from '@opentelemetry/api';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import type { ProtobufWriter } from './protobuf.ts';

const { key: KEY, value: VALUE } = numbersOf('KeyValue');
const {
  stringValue: STRING,
  boolValue: BOOL,
  intValue: INT,
  doubleValue: DOUBLE,
} = numbersOf('AnyValue');

/**
 * Writes attributes as repeated KeyValue in `field`. Lists and objects become their JSON text,
 * because the store keeps attributes as text; undefined values are left out.
 */
export function writeAttributes(w: ProtobufWriter, field: number, attributes: Attributes): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined || value === null) continue;
    const pair = w.open(field);
    w.string(KEY, key);
    const member = w.open(VALUE);
    writeAnyValue(w, value);
    w.close(member).close(pair);
  }
}

/** Writes the member of an AnyValue that holds `value`. */
export function writeAnyValue(w: ProtobufWriter, value: unknown): void {
  if (typeof value === 'string') w.string(STRING, value);
  else if (typeof value === 'boolean') w.varint(BOOL, value ? 1 : 0);
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) w.int64(INT, value);
    else w.double(DOUBLE, value);
  } else w.string(STRING, jsonText(value));
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
