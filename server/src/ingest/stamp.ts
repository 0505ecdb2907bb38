import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { SENDER_NAME } from '@request-desk/shared/ingest-token-api';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import { TooMuch } from './body-faults.ts';
import type { Sender } from './credentials.ts';
import { eachField } from './each-field.ts';
import { resourceTexts } from './resource-text.ts';

/** Of one body; each carries a stamp. */
const MAX_RESOURCES = 10_000;

/** What a relay's resources call whom it passes on. */
const CLAIM = 'request_desk.sender';

/** The end of a resource that `sender` sent: field numbers and values, encoded. */
function stampOf({ own }: Sender, name: string): Uint8Array {
  const writer = new ProtobufWriter(64).string(STAMP_FIELDS.sender, name);
  if (own) writer.varint(STAMP_FIELDS.own, 1);
  return writer.finish();
}

/**
 * A checked body with the sender's stamp on each of its resources, and without any stamp that it came
 * with; what stands beside the resources goes. With a `writer` it lies in its memory until that is used
 * again: memory of its own for each body is most of what the garbage collector has to do. Throws TooMuch.
 */
export function stamped(body: Uint8Array, sender: Sender, writer?: ProtobufWriter): Uint8Array {
  const parts: Uint8Array[] = [];
  let resources = 0;
  let claims = false;
  eachField(body, ({ number, wire, start, end }) => {
    if (number !== 1 || wire !== 2 || start === end) return;
    if (++resources > MAX_RESOURCES)
      throw new TooMuch(`more than ${MAX_RESOURCES} resources in one body`);
    parts.push(body.subarray(start, end));
    claims ||= hasStamp(parts.at(-1) ?? body);
  });
  const plain = stampOf(sender, sender.name);
  const into =
    writer?.reset() ?? new ProtobufWriter(body.length + resources * (plain.length + 6) + 16);
  for (const part of parts) {
    const stamp = sender.relay ? stampOf(sender, passedOn(part, sender.name)) : plain;
    into.message(1, () => into.raw(claims ? withoutStamp(part) : part).raw(stamp));
  }
  return writer ? into.view() : into.finish();
}

/** Whom a relay passes on, in its own words and by its own name. */
function passedOn(part: Uint8Array, relay: string): string {
  const claim = resourceTexts(part, CLAIM).at(-1);
  return claim !== undefined && SENDER_NAME.test(claim) ? `${claim} via ${relay}` : relay;
}

function isStamp(number: number): boolean {
  return number === STAMP_FIELDS.sender || number === STAMP_FIELDS.own;
}

function hasStamp(resource: Uint8Array): boolean {
  let found = false;
  eachField(resource, ({ number }) => {
    found ||= isStamp(number);
  });
  return found;
}

function withoutStamp(resource: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(resource.length + 16);
  eachField(resource, ({ number, from, end }) => {
    if (!isStamp(number)) writer.raw(resource.subarray(from, end));
  });
  return writer.finish();
}
