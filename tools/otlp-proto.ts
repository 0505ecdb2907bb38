import { fieldsOf, isScalar, type Scalar } from '../shared/src/otlp-messages.ts';
import { STAMP_FIELDS } from '../shared/src/stamp.ts';

const HEAD = `// Generated from shared/src/otlp-messages.ts; write it again with
// npx vitest run tools/otlp-proto.test.ts --update=true
// The part of an OTLP request that the engine reads; what is not named here is skipped. int32 and enums
// are int64, the same on the wire: a parser cuts a larger number down, and the engine would refuse it.
syntax = "proto3";
`;

/** Several segments in one statement: each has the time of its receipt. */
const PIECE = 'message Piece {\n  uint64 received_ms = 1;\n  Request request = 2;\n}\n';

const TYPES: Readonly<Record<Scalar, string>> = {
  string: 'string',
  bytes: 'bytes',
  id: 'bytes',
  bool: 'bool',
  int32: 'int64',
  int64: 'int64',
  fixed32: 'fixed32',
  fixed64: 'fixed64',
  double: 'double',
};

/** Fields that the receiver knows and the engine does not read: values that are rewritten, unstored URLs. */
const UNREAD: Readonly<Record<string, readonly string[]>> = {
  AnyValue: ['arrayValue', 'kvlistValue', 'bytesValue'],
  ResourceSpans: ['schemaUrl'],
  ScopeSpans: ['schemaUrl'],
};

/** Each field of it is one of several. */
const ONE_OF = new Set(['AnyValue']);
/** Where a spool stamps the sender; see shared/src/stamp.ts. */
const STAMPED = new Set(['ResourceSpans', 'ResourceLogs']);

/** The .proto file by which the engine reads the requests of a signal. */
export function engineProto(root: 'TracesRequest' | 'LogsRequest'): string {
  const written = new Set<string>();
  const text: string[] = [];
  const write = (message: string): void => {
    if (written.has(message)) return;
    written.add(message);
    const lines: string[] = [];
    for (const [name, field] of Object.entries(fieldsOf(message))) {
      if (UNREAD[message]?.includes(name)) continue;
      if (!isScalar(field)) write(field.type.message);
      const type = isScalar(field) ? TYPES[field.type] : field.type.message;
      const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      lines.push(`${field.repeated ? 'repeated ' : ''}${type} ${snake} = ${field.number};`);
    }
    if (STAMPED.has(message))
      lines.push(`string sender = ${STAMP_FIELDS.sender};`, `uint64 own = ${STAMP_FIELDS.own};`);
    const body = ONE_OF.has(message)
      ? ['oneof value {', ...lines.map((line) => `  ${line}`), '}']
      : lines;
    const name = message === root ? 'Request' : message;
    text.push(`message ${name} {\n${body.map((line) => `  ${line}\n`).join('')}}\n`);
  };
  write(root);
  return HEAD + text.join('') + PIECE;
}
