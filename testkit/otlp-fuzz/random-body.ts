import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { DAY_MS } from '../../shared/src/durations.ts';
import type { Random } from '../random.ts';
import { wireTypeOf } from './oracle.ts';

const TEXTS = [
  '',
  'a',
  'http.route',
  'request_desk.request',
  'meetso.x',
  'Ünïcode ✓',
  '\ufeffb',
  '"\\\n',
];
const INTEGERS = [
  0n,
  1n,
  2n,
  13n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];
const DOUBLES = [0, 1.5, -1e300, 1e21, 5e-324, Number.NaN, Number.POSITIVE_INFINITY];
const MAX_DEPTH = 12;

/**
 * A body that is valid protobuf and, where `odd`, unusual: fields out of order, twice, in another
 * wire type, unknown ones, groups, numbers written longer than needed.
 */
export function randomBody(
  random: Random,
  desc: DescMessage,
  odd: boolean,
  nowMs: number,
): Uint8Array {
  const writer = new BinaryWriter();
  message(writer, desc, 0);
  return writer.finish();

  function message(to: BinaryWriter, type: DescMessage, depth: number): void {
    const fields =
      type.oneofs.length > 0
        ? oneOf(type)
        : type.fields.filter(({ message }) => random.chance(message ? 0.95 : 0.7));
    for (const field of odd && random.chance(0.1) ? shuffled(fields) : fields) {
      const repeated = field.fieldKind === 'list';
      const times = repeated ? random.below(3) : odd && random.chance(0.04) ? 2 : 1;
      for (let n = 0; n < times; n++) write(to, field, depth);
      if (odd && random.chance(0.03)) unknown(to, 17 + random.below(2000));
    }
  }

  function oneOf(type: DescMessage): DescField[] {
    const one = random.chance(0.7) ? type.fields.slice(0, 4) : type.fields;
    return odd && random.chance(0.05) ? [random.one(one), random.one(one)] : [random.one(one)];
  }

  function write(to: BinaryWriter, field: DescField, depth: number): void {
    if (odd && random.chance(0.02)) {
      unknown(to, field.number);
      return;
    }
    const wire = wireTypeOf(field);
    to.tag(field.number, wire);
    if ('message' in field && field.message) {
      const inner = new BinaryWriter();
      if (depth < MAX_DEPTH) message(inner, field.message, depth + 1);
      length(to, inner.finish());
    } else if (wire === WireType.LengthDelimited) length(to, content(field));
    else if (wire === WireType.Varint) varint(to, field);
    else if (wire === WireType.Bit32) to.raw(random.bytes(4));
    else if (scalarOf(field) === ScalarType.DOUBLE) to.double(random.one(DOUBLES));
    else to.fixed64(time());
  }

  function varint(to: BinaryWriter, field: DescField): void {
    if (scalarOf(field) === ScalarType.BOOL) to.bool(random.chance(0.5));
    else to.uint64(random.chance(0.6) ? BigInt(random.below(24)) : random.one(INTEGERS));
  }

  function time(): bigint {
    if (random.chance(0.1)) return random.one(INTEGERS);
    return BigInt(nowMs - random.below(DAY_MS)) * 1_000_000n + BigInt(random.below(1e6));
  }

  function content(field: DescField): Uint8Array {
    if (field.name.endsWith('trace_id'))
      return random.bytes(random.chance(0.9) ? 16 : random.below(20));
    if (field.name.endsWith('span_id'))
      return random.bytes(random.chance(0.9) ? 8 : random.below(20));
    return random.chance(0.9) ? Buffer.from(random.one(TEXTS)) : random.bytes(random.below(40));
  }

  function length(to: BinaryWriter, bytes: Uint8Array): void {
    if (odd && random.chance(0.05) && bytes.length < 128)
      to.raw(Uint8Array.of(bytes.length | 0x80, 0x80, 0)).raw(bytes);
    else to.bytes(bytes);
  }

  function unknown(to: BinaryWriter, number: number): void {
    const wire = random.one([0, 1, 2, 3, 5]);
    to.tag(number, wire);
    if (wire === WireType.Varint) to.uint64(random.one(INTEGERS));
    else if (wire === WireType.LengthDelimited) to.bytes(random.bytes(random.below(9)));
    else if (wire === WireType.StartGroup)
      to.tag(5, WireType.Varint).uint64(random.one(INTEGERS)).tag(number, WireType.EndGroup);
    else to.raw(random.bytes(wire === WireType.Bit64 ? 8 : 4));
  }

  function shuffled<T>(list: readonly T[]): T[] {
    return [...list].sort(() => random.next() - 0.5);
  }
}

function scalarOf(field: DescField): ScalarType | undefined {
  return 'scalar' in field ? field.scalar : undefined;
}

/** Damages a body in one or a few places. */
export function mutated(random: Random, body: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = Buffer.from(body);
  for (let n = 1 + random.below(3); n > 0; n--) {
    const at = random.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + random.below(12));
    const [before, cut, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, to),
      bytes.subarray(to),
    ];
    const place = random.below(bytes.length || 1);
    switch (random.below(7)) {
      case 0:
        if (bytes.length > 0) bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        if (bytes.length > 0) bytes[place] = random.one([0, 1, 0x7f, 0x80, 0xff]);
        break;
      case 2:
        bytes = Buffer.from(before);
        break;
      case 3:
        bytes = Buffer.concat([before, after]);
        break;
      case 4:
        bytes = Buffer.concat([before, cut, cut, after]);
        break;
      case 5:
        bytes = Buffer.concat([before, random.bytes(random.below(8)), cut, after]);
        break;
      default:
        bytes = Buffer.concat([before, other.subarray(random.below(other.length || 1))]);
    }
  }
  return bytes;
}
