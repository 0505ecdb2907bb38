import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { MessageName } from '@request-desk/shared/otlp-messages';
import { choice, textOfAnyValue } from './any-value-text.ts';
import { hasOwnText, textOfDouble } from './double-text.ts';
import { isReserved } from './reserved.ts';
import { fieldsIn, mergedOf, type WireField } from './wire-fields.ts';
import { FIELDS, KIND, SINGULAR, TABLE, typeOf, WIRE_TYPE } from './wire-table.ts';

const ANY_VALUE = typeOf('AnyValue');
const LOG_RECORD = typeOf('LogRecord');
const BOOL = 2;
const INTEGER = 3;
const DOUBLE = 4;
const EVENT_NAME = 12;

/**
 * Rewrites a checked body for the engine: arrays, kvlists, bytes and doubles that it spells in its own way become text, of a scalar that
 * stands twice the last one stays, messages are merged, unknown fields go. With `dropReserved`, log records whose event
 * name only API processes may use go, too.
 */
export function rewrite(body: Uint8Array, root: MessageName, dropReserved: boolean): Uint8Array {
  const writer = new ProtobufWriter(body.length + 1024);

  function message(type: number, fields: readonly WireField[]): void {
    const known = fields.filter(({ number, wire }) => {
      const kind = number < FIELDS ? (TABLE[type * FIELDS + number] as number) : KIND.unknown;
      return kind !== KIND.unknown && WIRE_TYPE[kind] === wire;
    });
    const last = new Map(known.map((field) => [field.number, field]));
    for (const field of known) {
      const at = type * FIELDS + field.number;
      const kind = TABLE[at] as number;
      if (SINGULAR[at] && last.get(field.number) !== field) continue;
      if (WIRE_TYPE[kind] === 0) writer.bigInt64(field.number, field.integer);
      else if (kind < KIND.message) writer.raw(field.raw);
      else {
        const bytes = SINGULAR[at] ? mergedOf(known, field.number) : field.bytes;
        nested(field.number, bytes, kind - KIND.message);
      }
    }
  }

  function nested(number: number, bytes: Uint8Array, type: number): void {
    if (type === ANY_VALUE) {
      writer.message(number, () => anyValue(bytes));
      return;
    }
    const inner = fieldsIn(bytes);
    if (dropReserved && type === LOG_RECORD && inner.some(isReservedName)) return;
    writer.message(number, () => message(type, inner));
  }

  function anyValue(value: Uint8Array): void {
    const field = choice(value);
    if (field === undefined) return;
    if (field.number === BOOL) writer.varint(BOOL, field.integer === 0n ? 0 : 1);
    else if (field.number === INTEGER) writer.bigInt64(INTEGER, field.integer);
    else if (field.number === DOUBLE && hasOwnText(field.bytes, 0))
      writer.string(1, textOfDouble(field.bytes));
    else if (field.number <= 4) writer.raw(field.raw);
    else writer.string(1, textOfAnyValue(value));
  }

  message(typeOf(root), fieldsIn(body));
  return writer.finish();
}

function isReservedName({ number, wire, bytes }: WireField): boolean {
  return number === EVENT_NAME && wire === 2 && isReserved(bytes, 0, bytes.length);
}
