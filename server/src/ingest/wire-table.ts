import { fieldsOf, MESSAGES, type MessageName } from '@request-desk/shared/otlp-messages';

/** Kinds of known fields in `TABLE`; 0 is an unknown field, MESSAGE + n a message of type n. */
export const KIND = {
  unknown: 0,
  varint: 1,
  fixed64: 2,
  bytes: 3,
  fixed32: 4,
  /** A value that the engine cannot read and that is rewritten as text. */
  complexBytes: 5,
  eventName: 6,
  severity: 7,
  bool: 8,
  double: 9,
  message: 16,
} as const;

const NAMES = Object.keys(MESSAGES) as MessageName[];
/** Known field numbers are below this. */
export const FIELDS = 16;

const KIND_OF_TYPE = {
  string: KIND.bytes,
  bytes: KIND.bytes,
  id: KIND.bytes,
  bool: KIND.bool,
  int32: KIND.varint,
  int64: KIND.varint,
  fixed32: KIND.fixed32,
  fixed64: KIND.fixed64,
  double: KIND.fixed64,
} as const;

/** `TABLE[type * FIELDS + number]` is the kind of a field. */
export const TABLE = new Uint8Array(NAMES.length * FIELDS);
/** The same, 1 for known fields that stand once; parsers let the last one win. */
export const SINGULAR = new Uint8Array(TABLE.length);
for (const [type, name] of NAMES.entries()) {
  for (const field of Object.values(fieldsOf(name))) {
    const at = type * FIELDS + field.number;
    TABLE[at] =
      typeof field.type === 'string'
        ? KIND_OF_TYPE[field.type]
        : KIND.message + NAMES.indexOf(field.type.message as MessageName);
    SINGULAR[at] = field.repeated ? 0 : 1;
  }
}
const at = (name: MessageName, number: number) => typeOf(name) * FIELDS + number;
TABLE[at('AnyValue', 7)] = KIND.complexBytes;
TABLE[at('AnyValue', 4)] = KIND.double;
TABLE[at('LogRecord', 12)] = KIND.eventName;
TABLE[at('LogRecord', 2)] = KIND.severity;

/** The wire type that a kind of field must have. */
export const WIRE_TYPE = new Uint8Array(256).fill(2);
WIRE_TYPE[KIND.varint] = 0;
WIRE_TYPE[KIND.severity] = 0;
WIRE_TYPE[KIND.bool] = 0;
WIRE_TYPE[KIND.fixed64] = 1;
WIRE_TYPE[KIND.double] = 1;
WIRE_TYPE[KIND.fixed32] = 5;

/** The number of a message type in `TABLE`. */
export function typeOf(name: MessageName): number {
  return NAMES.indexOf(name);
}

/** The kind of an attribute or a member of a map. */
export const KEY_VALUE = KIND.message + typeOf('KeyValue');

/** What a walk does when it meets a message of a type. */
export const CLASS = { part: 0, container: 1, item: 2, value: 3, complex: 4 } as const;

/** The class of each message type; containers hold records, all others are part of one. */
export const CLASS_OF = new Uint8Array(NAMES.length);
const CLASSES: Partial<Record<MessageName, number>> = {
  TracesRequest: CLASS.container,
  ResourceSpans: CLASS.container,
  ScopeSpans: CLASS.container,
  LogsRequest: CLASS.container,
  ResourceLogs: CLASS.container,
  ScopeLogs: CLASS.container,
  MetricsRequest: CLASS.container,
  ResourceMetrics: CLASS.container,
  ScopeMetrics: CLASS.container,
  Metric: CLASS.container,
  DataPoints: CLASS.container,
  Span: CLASS.item,
  LogRecord: CLASS.item,
  DataPoint: CLASS.item,
  AnyValue: CLASS.value,
  ArrayValue: CLASS.complex,
  KeyValueList: CLASS.complex,
};
for (const [type, name] of NAMES.entries()) CLASS_OF[type] = CLASSES[name] ?? CLASS.part;
