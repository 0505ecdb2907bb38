import { gzipSync } from 'node:zlib';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { describe, expect, it } from 'vitest';
import { growth } from '../../../testkit/growth.ts';
import { TooMuch } from './body-faults.ts';
import { rewrite } from './rewrite.ts';
import { walk } from './wire-walk.ts';

/** A body of log records, each with what `fill` writes. */
function body(records: number, fill: (record: ProtobufWriter) => void): Uint8Array {
  const writer = new ProtobufWriter();
  const record = () => fill(writer);
  writer.message(1, () =>
    writer.message(2, () => {
      for (let i = 0; i < records; i++) writer.message(2, record);
    }),
  );
  return writer.finish();
}

/** An attribute that holds `value`. */
const holding = (value: (writer: ProtobufWriter) => void) => (record: ProtobufWriter) =>
  void record.message(6, () => record.string(1, 'k').message(2, () => value(record)));

const times = (count: number, write: () => void) => {
  for (let i = 0; i < count; i++) write();
};
const lists = (records: number) =>
  body(
    records,
    holding((w) =>
      w.message(5, () => times(1000, () => void w.message(1, () => w.message(5, () => undefined)))),
    ),
  );

describe('small bodies that unfold to much', () => {
  it.each([
    ['members of lists', lists(1000)],
    [
      'numbers of a value',
      body(
        1,
        holding((w) => times(200_000, () => void w.varint(3, 1))),
      ),
    ],
    ['numbers of a record', body(1, (w) => times(200_000, () => void w.varint(2, 1)))],
    ['bodies of a record', body(1, (w) => times(60_000, () => void w.message(5, () => undefined)))],
    [
      'lists of a value',
      body(
        1,
        holding((w) => times(60_000, () => void w.message(5, () => undefined))),
      ),
    ],
  ])('are refused: %s', (_, bytes) => {
    expect(gzipSync(bytes).length).toBeLessThan(10_000);
    expect(() => walk(bytes, 'LogsRequest')).toThrow(TooMuch);
  });

  it('need twice the time for twice the members, below that', () => {
    const work = (bytes: Uint8Array) => {
      expect(walk(bytes, 'LogsRequest').rewrite).toBe(true);
      rewrite(bytes, 'LogsRequest', false);
    };
    expect(growth((thousands) => lists(thousands), work, 24)).toBeLessThan(2.6);
  });
});
