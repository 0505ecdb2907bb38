import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import type { Sender } from './credentials.ts';
import { TooMuch } from './otlp-messages.ts';

/** Of one body; each carries a stamp. */
const MAX_RESOURCES = 10_000;

/** The end of a resource that `sender` sent: field numbers and values, encoded. */
function stampOf({ name, own }: Sender): Uint8Array {
  const writer = new ProtobufWriter(64).string(STAMP_FIELDS.sender, name);
  if (own) writer.varint(STAMP_FIELDS.own, 1);
  return writer.finish();
}

/**
 * A checked body with the sender's stamp on each of its resources, and without any stamp that it came
 * with; what stands beside the resources goes. Throws TooMuch.
 */
export function stamped(body: Uint8Array, sender: Sender): Uint8Array {
  const stamp = stampOf(sender);
  const parts: Uint8Array[] = [];
  let resources = 0;
  let claims = false;
  eachField(body, (number, wire, _from, start, end) => {
    if (number !== 1 || wire !== 2 || start === end) return;
    if (++resources > MAX_RESOURCES)
      throw new TooMuch(`more than ${MAX_RESOURCES} resources in one body`);
    parts.push(body.subarray(start, end));
    claims ||= hasStamp(parts.at(-1) ?? body);
  });
  const writer = new ProtobufWriter(body.length + resources * (stamp.length + 6) + 16);
  for (const part of parts)
    writer.message(1, () => writer.raw(claims ? withoutStamp(part) : part).raw(stamp));
  return writer.finish();
}

function isStamp(number: number): boolean {
  return number === STAMP_FIELDS.sender || number === STAMP_FIELDS.own;
}

function hasStamp(resource: Uint8Array): boolean {
  let found = false;
  eachField(resource, (number) => {
    found ||= isStamp(number);
  });
  return found;
}

function withoutStamp(resource: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(resource.length + 16);
  eachField(resource, (number, _wire, from, _start, end) => {
    if (!isStamp(number)) writer.raw(resource.subarray(from, end));
  });
  return writer.finish();
}

type Visit = (number: number, wire: number, from: number, start: number, end: number) => void;

/** The fields of a message whose wire format was checked, without groups, in one pass. */
function eachField(message: Uint8Array, visit: Visit): void {
  let at = 0;
  let groups = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (at < message.length) {
    const from = at;
    const tag = varint();
    const wire = tag % 8;
    let start = at;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      start = at;
      at += length;
    } else groups += wire === 3 ? 1 : -1;
    if (groups === 0 && wire !== 3 && wire !== 4) visit(Math.floor(tag / 8), wire, from, start, at);
  }
}
