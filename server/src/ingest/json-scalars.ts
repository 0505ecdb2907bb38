import type { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { ScalarField } from '@request-desk/shared/otlp-messages';
import { MalformedBody } from './body-faults.ts';

const INTEGER = /^-?\d{1,20}$/;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const NOT_FINITE = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Writes one JSON value as the scalar of a field. Throws Malformed naming `key`. */
export function writeScalar(
  writer: ProtobufWriter,
  key: string,
  { number, type }: ScalarField,
  value: unknown,
): void {
  switch (type) {
    case 'string':
      writer.string(number, textOf(value, key).toWellFormed());
      return;
    case 'id':
      writer.hex(number, matching(value, HEX, key, 'hexadecimal'));
      return;
    case 'bytes':
      writer.bytes(number, Buffer.from(matching(value, BASE64, key, 'base64'), 'base64'));
      return;
    case 'bool':
      if (typeof value !== 'boolean') throw new MalformedBody(`${key} must be true or false`);
      writer.varint(number, value ? 1 : 0);
      return;
    case 'double':
      writer.double(number, doubleOf(value, key));
      return;
    case 'int32':
      writer.int64(number, Number(integerOf(value, key, -(2n ** 31n), 2n ** 31n - 1n)));
      return;
    case 'int64':
      writer.bigInt64(number, integerOf(value, key, -(2n ** 63n), 2n ** 63n - 1n));
      return;
    case 'fixed32':
      writer.fixed32(number, Number(integerOf(value, key, 0n, 2n ** 32n - 1n)));
      return;
    case 'fixed64':
      writer.fixed64(number, integerOf(value, key, 0n, 2n ** 64n - 1n));
      return;
  }
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== 'string') throw new MalformedBody(`${key} must be a string`);
  return value;
}

function matching(value: unknown, pattern: RegExp, key: string, what: string): string {
  const text = textOf(value, key);
  if (!pattern.test(text)) throw new MalformedBody(`${key} must be ${what}`);
  return text;
}

function doubleOf(value: unknown, key: string): number {
  if (typeof value === 'number') return value;
  const text = textOf(value, key);
  const double = NOT_FINITE.get(text) ?? (text.trim() === '' ? Number.NaN : Number(text));
  if (Number.isNaN(double) && text !== 'NaN') throw new MalformedBody(`${key} must be a number`);
  return double;
}

function integerOf(value: unknown, key: string, least: bigint, most: bigint): bigint {
  const whole =
    typeof value === 'number' ? Number.isInteger(value) : INTEGER.test(textOf(value, key));
  if (!whole) throw new MalformedBody(`${key} must be a whole number`);
  const integer = BigInt(value as string | number);
  if (integer < least || integer > most) throw new MalformedBody(`${key} is out of range`);
  return integer;
}
