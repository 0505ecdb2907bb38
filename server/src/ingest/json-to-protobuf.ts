import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import {
  type Field,
  fieldsOf,
  isScalar,
  type MessageName,
} from '@request-desk/shared/otlp-messages';
import { MAX_DEPTH, MalformedBody } from './body-faults.ts';
import { writeScalar } from './json-scalars.ts';

type JsonObject = Record<string, unknown>;

/**
 * Converts an OTLP request in OTLP's JSON encoding (lowerCamelCase keys, ids in hexadecimal, 64-bit
 * integers as strings or numbers, unknown keys ignored) to protobuf. Throws Malformed.
 */
export function protobufOfJson(body: Uint8Array, root: MessageName): Uint8Array {
  const writer = new ProtobufWriter(body.length);
  new MessageWriter(writer).message(root, objectOf(parsed(body), 'the body'), 0);
  return writer.finish();
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
  } catch {
    throw new MalformedBody('the body is not JSON');
  }
}

/** Writes JSON objects as the messages whose fields they have. */
class MessageWriter {
  readonly #writer: ProtobufWriter;

  constructor(writer: ProtobufWriter) {
    this.#writer = writer;
  }

  message(name: string, value: JsonObject, depth: number): void {
    if (depth > MAX_DEPTH)
      throw new MalformedBody(`values are nested deeper than ${MAX_DEPTH} messages`);
    const fields = fieldsOf(name);
    for (const key of Object.keys(value)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      const content = value[key];
      if (field === undefined || content === null) continue;
      if (!field.repeated) this.#field(key, field, content, depth);
      else for (const item of arrayOf(content, key)) this.#field(key, field, item, depth);
    }
  }

  #field(key: string, field: Field, value: unknown, depth: number): void {
    if (isScalar(field)) {
      writeScalar(this.#writer, key, field, value);
      return;
    }
    const { number, type } = field;
    const inner = objectOf(value, key);
    this.#writer.message(number, () => this.message(type.message, inner, depth + 1));
  }
}

function objectOf(value: unknown, key: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedBody(`${key} must be an object`);
  }
  return value as JsonObject;
}

function arrayOf(value: unknown, key: string): unknown[] {
  if (!Array.isArray(value)) throw new MalformedBody(`${key} must be an array`);
  return value;
}
