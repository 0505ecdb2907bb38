import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { scrub } from '@request-desk/fastify/redaction/scrub';
import { isSecretName } from '@request-desk/fastify/redaction/secret-names';
import { eachSuspect } from '@request-desk/fastify/redaction/suspect-bytes';
import type { MessageName } from '@request-desk/shared/otlp-messages';
import { eachField } from './each-field.ts';
import { FIELDS, KEY_VALUE, KIND, TABLE, typeOf } from './wire-table.ts';

/** Bytes of a block, as a power of two. */
const BLOCK = 6;

/** What is known of a body to redact. */
interface ToRedact {
  readonly root: MessageName;
  /** Whether attributes in it may have the names of secrets. */
  readonly secretNames: boolean;
  /** Bytes of text that may be read; with such names, bytes of the body. */
  readonly most: number;
}

/**
 * A checked body in which all text is as `scrub` leaves it, and `[secret]` stands for what has the name
 * of a secret; the same bytes when there is nothing to replace. Only what stands near something
 * suspicious is read. Undefined when that is more than `most`.
 */
export function redacted(
  body: Uint8Array,
  { root, secretNames, most }: ToRedact,
): Uint8Array | undefined {
  const suspects = suspectsIn(body);
  if (secretNames && body.length > most) return undefined;
  if (suspects === undefined && !secretNames) return body;
  const writer = new ProtobufWriter(body.length + 64);
  let read = 0;
  let changed = false;

  function message(fields: Uint8Array, offset: number, type: number): void {
    let written = 0;
    eachField(fields, ({ number, wire, from, start, end }) => {
      if (wire !== 2 || read > most) return;
      const kind = number < FIELDS ? (TABLE[type * FIELDS + number] as number) : KIND.unknown;
      const suspect = suspects?.within(offset + start, offset + end) === true;
      if (!suspect && !(secretNames && kind >= KIND.message)) return;
      writer.raw(fields.subarray(written, from));
      written = end;
      const content = fields.subarray(start, end);
      const name = secretNames && kind === KEY_VALUE ? nameIn(content) : '';
      if (isSecretName(name)) secret(number, name);
      else if (kind >= KIND.message)
        writer.message(number, () => message(content, offset + start, kind - KIND.message));
      else text(number, fields.subarray(from, end), content, kind !== KIND.unknown);
    });
    writer.raw(fields.subarray(written));
  }

  function secret(number: number, name: string): void {
    changed = true;
    writer.message(number, () =>
      writer.string(1, scrub(name)).message(2, () => writer.string(1, '[secret]')),
    );
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

/** The name of a KeyValue; the last one counts. */
function nameIn(keyValue: Uint8Array): string {
  let name = '';
  eachField(keyValue, ({ number, wire, start, end }) => {
    if (number === 1 && wire === 2) name = Buffer.from(keyValue.subarray(start, end)).toString();
  });
  return name;
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
