import { expect, it } from 'vitest';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { readRecords, readSpans } from '../../../testkit/otlp/telemetry-otlp.ts';
import { divided } from './divide.ts';
import { stamped } from './stamp.ts';

const MAX_PIECE_BYTES = 4000;
const trace = (n: number) => n.toString(16).padStart(32, '0');
const records = (count: number, size = 100) =>
  Array.from({ length: count }, (_, n) => ({ traceId: trace(n), body: `${n}`.padEnd(size, '.') }));
const services = (...sizes: number[]) =>
  Buffer.concat(sizes.map((size, n) => logsBody(records(size), `service-${n}`)));

it.each([
  ['nothing', new Uint8Array()],
  ['one resource that fits', services(5)],
  ['one resource with many records', services(500)],
  ['many small resources', services(...Array.from({ length: 300 }, () => 1))],
  ['resources of every size', services(1, 200, 3, 0, 90, 1, 1, 400)],
  ['records longer than a piece', Buffer.from(logsBody(records(5, 9000)))],
  [
    'a resource that is nearly as long as a piece',
    logsBody(records(90), 's'.repeat(MAX_PIECE_BYTES / 2)),
  ],
])('keeps each record with its resource, in order: %s', (_, body) => {
  const pieces = divided(body, MAX_PIECE_BYTES);
  expect(pieces.flatMap((piece) => readRecords(Buffer.from(piece)))).toEqual(
    readRecords(Buffer.from(body)),
  );
});

it('makes as few pieces as it takes, each about as long as it may be', () => {
  const pieces = divided(services(1, 200, 3, 90, 400), MAX_PIECE_BYTES);
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(MAX_PIECE_BYTES * 1.1);
  expect(pieces.length).toBeLessThan((bytes / MAX_PIECE_BYTES) * 1.3);
});

it('divides spans as it divides records', () => {
  const spans = Array.from({ length: 200 }, (_, n) => ({
    traceId: trace(n),
    spanId: 'b'.repeat(16),
  }));
  const body = tracesBody(spans.map((span) => ({ ...span, name: 'charge' })));
  const pieces = divided(body, MAX_PIECE_BYTES);
  expect(pieces.length).toBeGreaterThan(2);
  const read = pieces.flatMap((piece) => readSpans(Buffer.from(piece)));
  expect(read).toEqual(readSpans(Buffer.from(body)));
});

it('gives each piece a buffer of its own, so that a thread hands it over without a copy', () => {
  for (const body of [services(5), services(500)]) {
    const pieces = divided(stamped(body, { name: 'billing', own: false }), MAX_PIECE_BYTES);
    expect(pieces.map(({ buffer }) => buffer.byteLength)).toEqual(
      pieces.map(({ length }) => length),
    );
  }
});
