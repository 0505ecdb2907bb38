import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { RESERVED_PREFIXES } from '@request-desk/shared/legacy-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { MalformedBody, TooMuch } from './body-faults.ts';
import { protobufOfJson } from './json-to-protobuf.ts';
import { rewrite } from './rewrite.ts';
import { walk } from './wire-walk.ts';

const [EARLIER] = RESERVED_PREFIXES;
const event = (name: string, severity: number) => ({ eventName: name, severity });
const plain = { text: 'a', whole: -1n, half: 0.5, truth: true };

/** One log record whose only attribute is written by `value`. */
function attribute(value: (writer: ProtobufWriter) => void): Uint8Array {
  const writer = new ProtobufWriter();
  const pair = () => writer.string(1, 'key').message(2, () => value(writer));
  writer.message(1, () =>
    writer.message(2, () => writer.message(2, () => writer.message(6, pair))),
  );
  return writer.finish();
}

describe('the walk over a body', () => {
  it.each([
    ['plain attributes', logsBody([{ attributes: plain }]), false],
    ['an array', logsBody([{ attributes: { a: ['x'] } }]), true],
    ['a kvlist', logsBody([{ attributes: { a: { b: 'x' } } }]), true],
    ['bytes', logsBody([{ body: Uint8Array.of(1) }]), true],
    ['two members of a value', attribute((w) => w.string(1, 'a').varint(3, 1)), true],
    ['a group', Uint8Array.of(0x7b, 0x08, 0x01, 0x7c), true],
    ['another wire type than the field has', Uint8Array.of(0x08, 0x01), true],
    ['an unknown field', Uint8Array.of(0x78, 0x01), false],
  ])('says whether %s can be stored as it is', (_, body, expected) => {
    expect(walk(body, 'LogsRequest').rewrite).toBe(expected);
  });

  it('counts records and notices reserved ones and their severity', () => {
    const records = [
      event(`${EARLIER}a`, 9),
      event('request_desk.heartbeat', 9),
      event('other', 21),
      event(EARLIER.slice(0, -1), 21),
    ];
    expect(walk(logsBody(records), 'LogsRequest')).toMatchObject({
      items: 4,
      reserved: 2,
      errorEvents: false,
    });
    const worse = logsBody([...records, event(`${EARLIER}b`, 13)]);
    expect(walk(worse, 'LogsRequest')).toMatchObject({ reserved: 3, errorEvents: true });
    const mark = logsBody([event('request_desk.watermark', 9), event('request_deskx', 9)]);
    expect(walk(mark, 'LogsRequest')).toMatchObject({ reserved: 1, errorEvents: true });
  });

  it.each([
    ['a length beyond the end', [0x0a, 0x02, 0x0a]],
    ['the field number 0', [0x02, 0x00]],
    ['a wire type that does not exist', [0x7f]],
    ['a number of eleven bytes', [0x78, ...Array(10).fill(0x80), 1]],
    ['a group that is left open', [0x7b, 0x08]],
    ['a group that is closed as another', [0x7b, 0x84, 0x01]],
    ['a fixed number that is cut off', [0x79, 1, 2]],
  ])('refuses %s', (_, bytes) => {
    expect(() => walk(Uint8Array.from(bytes), 'LogsRequest')).toThrow(MalformedBody);
  });

  it('refuses what could exhaust the engine', () => {
    const spans = Array(100_001).fill({ traceId: '', spanId: '', name: '' });
    expect(() => walk(tracesBody(spans), 'TracesRequest')).toThrow(TooMuch);
    const attributes = Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`k${n}`, '']));
    expect(() => walk(logsBody([{ attributes }]), 'LogsRequest')).toThrow(TooMuch);
  });

  it('throws nothing but Malformed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          walk(bytes, 'LogsRequest');
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBody);
        }
      }),
    );
  });
});

describe('rewriting', () => {
  it('leaves nothing that the engine cannot take, and keeps the rest as it was', () => {
    const mixed = logsBody([{ attributes: { ...plain, list: [1n, 'x'] } }, { body: 'b' }]);
    const text = logsBody([{ attributes: { ...plain, list: '[1,"x"]' } }, { body: 'b' }]);
    const rewritten = rewrite(mixed, 'LogsRequest', false);
    expect(walk(rewritten, 'LogsRequest')).toMatchObject({ items: 2, rewrite: false });
    expect(Buffer.from(rewritten).toString('latin1')).toContain('[1,"x"]');
    expect(rewritten.length).toBe(text.length);
  });

  it('keeps the last of two members, as every protobuf parser does', () => {
    const twice = attribute((writer) => writer.string(1, 'first').string(1, 'last'));
    const once = attribute((writer) => writer.string(1, 'last'));
    expect(rewrite(twice, 'LogsRequest', false)).toEqual(once);
  });
});

describe('OTLP in JSON', () => {
  it('becomes the very bytes of its protobuf form', () => {
    const at = 1_764_000_000_000;
    const span = {
      traceId: 'AB'.repeat(16),
      spanId: 'cd'.repeat(8),
      name: 'GET',
      kind: 2,
      startTimeUnixNano: `${at}000000`,
      endTimeUnixNano: `${at + 1}000000`,
      attributes: [
        { key: 'a', value: { intValue: '-1' } },
        { key: 'b', value: { bytesValue: '/w==' } },
        {
          key: 'c',
          value: { kvlistValue: { values: [{ key: 'd', value: { boolValue: true } }] } },
        },
      ],
      somethingNew: [[]],
    };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'billing' } }] };
    const json = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
    const expected = tracesBody([
      {
        traceId: 'ab'.repeat(16),
        spanId: 'cd'.repeat(8),
        name: 'GET',
        attributes: { a: -1n, b: Uint8Array.of(255), c: { d: true } },
        at,
      },
    ]);
    expect(protobufOfJson(Buffer.from(JSON.stringify(json)), 'TracesRequest')).toEqual(expected);
  });

  it.each([
    '[]',
    '{"resourceLogs": {}}',
    '{"resourceLogs": [1]}',
    '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"traceId": "xyz"}]}]}]}',
    '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": -1}]}]}]}',
    '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": 1.5}]}]}]}',
    '{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"severityNumber": "ERROR"}]}]}]}',
  ])('refuses %s', (json) => {
    expect(() => protobufOfJson(Buffer.from(json), 'LogsRequest')).toThrow(MalformedBody);
  });
});
