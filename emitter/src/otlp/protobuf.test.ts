import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProtobufWriter } from './protobuf.ts';

/** The wire format by the book: a message is its length, as short as can be, and its bytes. */
function byTheBook(field: number, content: Buffer): Buffer {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest % 128) | 0x80);
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length, rest]), content]);
}

it('writes nested messages of any size with the shortest length', () => {
  const sizes = fc.constantFrom(0, 1, 126, 127, 128, 129, 16_382, 16_383, 16_384, 2_097_152);
  const capacity = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 1, maxLength: 4 }), capacity, (all, room) => {
      const writer = new ProtobufWriter(room);
      const nest = (depth: number): Buffer => {
        const size = all[depth];
        if (size === undefined) return Buffer.alloc(0);
        const own = Buffer.alloc(size, depth + 1);
        let inner: Buffer = Buffer.alloc(0);
        writer.message(depth + 1, () => {
          writer.raw(own);
          inner = nest(depth + 1);
        });
        return byTheBook(depth + 1, Buffer.concat([own, inner]));
      };
      const expected = nest(0);
      expect(expected.equals(writer.finish())).toBe(true);
    }),
    { numRuns: 60 },
  );
});
