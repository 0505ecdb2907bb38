import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { eachField } from './each-field.ts';

/** Numbers of the repeated fields that lead from a request of OTLP to its records: resource, scope, record. */
const TO_RECORDS = [1, 2, 2] as const;

/**
 * A checked OTLP request of traces or logs as several with the same records in the same order, each of
 * about `most` bytes: a resource and a scope stand in each that has records of theirs. A record longer
 * than that, and what belongs to a resource or scope that is itself nearly so long, stay in one.
 */
export function divided(request: Uint8Array, most: number): Uint8Array[] {
  return divide(request, TO_RECORDS, most);
}

function divide(message: Uint8Array, path: readonly number[], most: number): Uint8Array[] {
  const [number, ...rest] = path;
  if (message.length <= most || number === undefined) return [message];
  const head: Uint8Array[] = [];
  const items: Uint8Array[] = [];
  eachField(message, ({ number: field, wire, from, start, end }) => {
    if (field === number && wire === 2) items.push(message.subarray(start, end));
    else head.push(message.subarray(from, end));
  });
  const room = most - lengthOf(head);
  if (room < most / 2) return [message];
  const groups: Uint8Array[][] = [];
  let left = 0;
  for (const part of items.flatMap((item) => divide(item, rest, room))) {
    if (part.length > left) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)?.push(part);
    left -= part.length;
  }
  return groups.map((parts) => {
    const writer = new ProtobufWriter(most + 1024);
    for (const bytes of head) writer.raw(bytes);
    for (const part of parts) writer.message(number, () => writer.raw(part));
    return writer.finish();
  });
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
