import { ProtobufWriter } from '../spool/protobuf.ts';
import { choice, textOfAnyValue } from './any-value-text.ts';
import type { MessageName } from './otlp-messages.ts';
import { fieldsIn, type WireField } from './wire-fields.ts';
import { FIELDS, KIND, SINGULAR, TABLE, typeOf } from './wire-table.ts';

const ANY_VALUE = typeOf('AnyValue');
const LOG_RECORD = typeOf('LogRecord');
const EVENT_NAME = 12;
const RESERVED = Buffer.from('meetso.');

/**
 * Writes a checked body anew for the engine: arrays, kvlists and bytes become text, of a field that
 * stands twice the last one stays, unknown fields go. With `dropReserved`, log records whose event
 * name begins with `meetso.` go, too.
 */
export function rewrite(body: Uint8Array, root: MessageName, dropReserved: boolean): Uint8Array {
  const writer = new ProtobufWriter(body.length + 1024);

  function message(type: number, fields: readonly WireField[]): void {
    const last = new Map(fields.map((field) => [field.number, field]));
    for (const field of fields) {
      const at = type * FIELDS + field.number;
      const kind = field.number < FIELDS ? (TABLE[at] as number) : KIND.unknown;
      if (kind === KIND.unknown || (SINGULAR[at] && last.get(field.number) !== field)) continue;
      if (kind < KIND.message) writer.raw(field.raw);
      else nested(field, kind - KIND.message);
    }
  }

  function nested(field: WireField, type: number): void {
    if (type === ANY_VALUE) {
      writer.message(field.number, () => anyValue(field.bytes));
      return;
    }
    const inner = fieldsIn(field.bytes);
    if (dropReserved && type === LOG_RECORD && inner.some(isReserved)) return;
    writer.message(field.number, () => message(type, inner));
  }

  function anyValue(value: Uint8Array): void {
    const field = choice(value);
    if (field === undefined) return;
    if (field.number <= 4) writer.raw(field.raw);
    else writer.string(1, textOfAnyValue(value));
  }

  message(typeOf(root), fieldsIn(body));
  return writer.finish();
}

function isReserved(field: WireField): boolean {
  return (
    field.number === EVENT_NAME &&
    Buffer.compare(field.bytes.subarray(0, RESERVED.length), RESERVED) === 0
  );
}
