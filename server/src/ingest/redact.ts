import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { scrub } from '@request-desk/fastify/redaction/scrub';
import { eachSuspect } from '@request-desk/fastify/redaction/suspect-bytes';
import { eachField } from './each-field.ts';
import type { MessageName } from './otlp-messages.ts';
import { FIELDS, KIND, TABLE, typeOf } from './wire-table.ts';

/** Bytes of a block, as a power of two. */
const BLOCK = 6;

/**
 * A checked body in which all text is as `scrub` leaves it; the same bytes when there is nothing to
 * replace. Only what stands near something suspicious is read. Undefined when that is more than `most`
 * bytes of text.
 */
export function redacted(
  body: Uint8Array,
  root: MessageName,
  most: number,
): Uint8Array | undefined {
  const suspects = suspectsIn(body);
  if (suspects === undefined) return body;
  const writer = new ProtobufWriter(body.length + 64);
  let read = 0;
  let changed = false;

  function message(fields: Uint8Array, offset: number, type: number): void {
    let written = 0;
    eachField(fields, (number, wire, from, start, end) => {
      if (wire !== 2 || read > most || !suspects?.within(offset + start, offset + end)) return;
      writer.raw(fields.subarray(written, from));
      written = end;
      const kind = number < FIELDS ? (TABLE[type * FIELDS + number] as number) : KIND.unknown;
      const content = fields.subarray(start, end);
      if (kind >= KIND.message)
        writer.message(number, () => message(content, offset + start, kind - KIND.message));
      else text(number, fields.subarray(from, end), content, kind !== KIND.unknown);
    });
    writer.raw(fields.subarray(written));
  }

  function text(number: number, field: Uint8Array, content: Uint8Array, known: boolean): void {
    read += content.length;
    if (read > most) return;
    const sent = Buffer.from(content.buffer, content.byteOffset, content.length).toString();
    const clean = scrub(sent);
    if (clean === sent) writer.raw(field);
    // Nobody reads what no field is named for.
    else if (known) writer.string(number, clean);
    changed ||= clean !== sent;
  }

  message(body, 0, typeOf(root));
  if (read > most) return undefined;
  return changed ? writer.finish() : body;
}

/** Answers for stretches of a body that are asked about from its begin to its end. */
interface Suspects {
  within(from: number, to: number): boolean;
}

function suspectsIn(body: Uint8Array): Suspects | undefined {
  let blocks: Uint8Array | undefined;
  eachSuspect(body, (at) => {
    blocks ??= new Uint8Array((body.length >>> BLOCK) + 1);
    blocks[at >>> BLOCK] = 1;
  });
  const found = blocks;
  if (found === undefined) return undefined;
  let next = found.indexOf(1);
  return {
    within(from, to) {
      while (next >= 0 && next < from >>> BLOCK) next = found.indexOf(1, next + 1);
      return next >= 0 && to > from && next <= (to - 1) >>> BLOCK;
    },
  };
}
