import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { growth } from '../../../testkit/growth.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { TooMuch } from './body-faults.ts';
import { stamped } from './stamp.ts';

const billing = { name: 'billing', own: false };
const api = { name: 'api', own: true };

/** One resource with a claim to be ours, before or behind what it holds. */
function claiming(before: boolean): Uint8Array {
  const inner = logsBody([{ body: 'x' }]).subarray(2);
  const claim = (w: ProtobufWriter) =>
    w.string(STAMP_FIELDS.sender, 'api').varint(STAMP_FIELDS.own, 1);
  return new ProtobufWriter()
    .message(1, (w) => {
      if (before) claim(w);
      w.raw(inner);
      if (!before) claim(w);
    })
    .finish();
}

it.each([true, false])('takes away what a sender says of itself (before: %s)', (before) => {
  const plain = stamped(logsBody([{ body: 'x' }]), billing);
  const claimed = stamped(claiming(before), billing);
  const stamp = new ProtobufWriter().string(STAMP_FIELDS.sender, 'billing').finish();
  for (const bytes of [plain, claimed]) {
    expect(Buffer.from(bytes).indexOf(Buffer.from(stamp))).toBe(bytes.length - stamp.length);
    const own = new ProtobufWriter().varint(STAMP_FIELDS.own, 1).finish();
    expect(Buffer.from(bytes).indexOf(Buffer.from(own))).toBe(-1);
  }
});

it('stamps again what is stamped, with the same result', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 5 }), fc.boolean(), (bodies, own) => {
      const parts = bodies.map((body) => logsBody([{ body }]));
      const once = stamped(Buffer.concat(parts), own ? api : billing);
      expect(Buffer.from(stamped(once, own ? api : billing))).toEqual(Buffer.from(once));
    }),
  );
});

it('bounds what many small resources grow to, in linear time', () => {
  const resources = (count: number) => Buffer.alloc(count * 4, Buffer.of(0x0a, 2, 0x0a, 0));
  expect(() => stamped(resources(10_001), billing)).toThrow(TooMuch);
  expect(stamped(Buffer.alloc(1000, Buffer.of(0x0a, 0)), billing)).toHaveLength(0);
  const unknown = (count: number) =>
    new ProtobufWriter()
      .message(1, (w) => void w.raw(Buffer.alloc(count * 2, Buffer.of(0x78, 1))))
      .finish();
  expect(growth(unknown, (bytes) => void stamped(bytes, billing), 200_000)).toBeLessThan(2.6);
});
