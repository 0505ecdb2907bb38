import { type DescField, type DescMessage, fromBinary, ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

const VARINT = new Set([ScalarType.BOOL, ScalarType.INT32, ScalarType.UINT32, ScalarType.INT64]);

/** The wire type in which a field has to stand; in another one it counts as unknown. */
export function wireTypeOf(field: DescField): WireType {
  const scalar = 'scalar' in field ? field.scalar : undefined;
  if (scalar === undefined || scalar === ScalarType.BYTES) return WireType.LengthDelimited;
  if (VARINT.has(scalar)) return WireType.Varint;
  return scalar === ScalarType.FIXED32 ? WireType.Bit32 : WireType.Bit64;
}

/**
 * What a protobuf library makes of a body: its message, or undefined when it is not one. The
 * library's own decoder does not look at bounds and wire types, so its reader checks them first.
 */
export function decode(desc: DescMessage, body: Uint8Array): { message: unknown } | undefined {
  try {
    return { message: fromBinary(desc, checked(desc, body), { recursionLimit: 1000 }) };
  } catch {
    return undefined;
  }
}

/** The body without unknown fields. Throws when it is not protobuf. */
function checked(desc: DescMessage, body: Uint8Array): Uint8Array {
  const reader = new BinaryReader(body);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const field = desc.fields.find((one) => one.number === number);
    const known = field !== undefined && wireTypeOf(field) === wire;
    if (wire === WireType.LengthDelimited) {
      const length = Number(reader.uint64());
      if (length > reader.len - reader.pos) throw new RangeError('premature end');
      const bytes = body.subarray(reader.pos, reader.pos + length);
      reader.pos += length;
      const child = field && 'message' in field ? field.message : undefined;
      if (known) writer.tag(number, wire).bytes(child ? checked(child, bytes) : bytes);
    } else if (wire === WireType.Varint) {
      const value = reader.uint64();
      if (reader.pos > reader.len) throw new RangeError('premature end');
      if (known) writer.tag(number, wire).uint64(value);
    } else {
      const bytes = skipped(reader, number, wire);
      if (known) writer.tag(number, wire).raw(bytes);
    }
  }
  return writer.finish();
}

/** The library's `skip`, with numbers of more than ten bytes refused inside groups, too. */
function skipped(reader: BinaryReader, number: number, wire: WireType): Uint8Array {
  const bytes = reader.skip(wire, number);
  if (wire !== WireType.StartGroup) return bytes;
  const inside = new BinaryReader(bytes);
  while (inside.pos < inside.len) {
    const [, type] = inside.tag();
    if (type === WireType.StartGroup || type === WireType.EndGroup) continue;
    if (type === WireType.Varint) inside.uint64();
    else if (type === WireType.LengthDelimited) {
      const length = Number(inside.uint64());
      if (length > inside.len - inside.pos) throw new RangeError('premature end');
      inside.pos += length;
    } else inside.skip(type);
  }
  return bytes;
}
