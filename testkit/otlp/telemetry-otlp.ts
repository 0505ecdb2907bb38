/** A small reader of OTLP bodies, for tests that look at what was written. */

type Fields = Map<number, (Buffer | bigint | number)[]>;

interface ReadItem {
  readonly scope: string;
  readonly resource: Record<string, unknown>;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Record<string, unknown>;
}

export interface ReadRecord extends ReadItem {
  readonly timeNs: bigint;
  readonly severity: number;
  readonly severityText: string;
  readonly body: unknown;
  readonly eventName: string;
}

export interface ReadSpan extends ReadItem {
  readonly name: string;
  readonly kind: number;
  readonly parentSpanId: string;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly status: number;
  readonly events: { name: string; attributes: Record<string, unknown> }[];
  readonly links: { traceId: string; spanId: string }[];
}

export function readRecords(body: Uint8Array): ReadRecord[] {
  return items(body).map(({ item, ...where }) => ({
    ...where,
    traceId: bytes(item, 9).toString('hex'),
    spanId: bytes(item, 10).toString('hex'),
    attributes: attributes(item, 6),
    timeNs: BigInt(first(item, 1) as bigint),
    severity: Number(first(item, 2) ?? 0),
    severityText: text(item, 3),
    body: item.has(5) ? anyValue(fieldsOf(bytes(item, 5))) : undefined,
    eventName: text(item, 12),
  }));
}

export function readSpans(body: Uint8Array): ReadSpan[] {
  return items(body).map(({ item, ...where }) => ({
    ...where,
    traceId: bytes(item, 1).toString('hex'),
    spanId: bytes(item, 2).toString('hex'),
    parentSpanId: bytes(item, 4).toString('hex'),
    name: text(item, 5),
    kind: Number(first(item, 6) ?? 0),
    startNs: first(item, 7) as bigint,
    endNs: first(item, 8) as bigint,
    attributes: attributes(item, 9),
    events: messages(item, 11).map((event) => ({
      name: text(event, 2),
      attributes: attributes(event, 3),
    })),
    links: messages(item, 13).map((link) => ({
      traceId: bytes(link, 1).toString('hex'),
      spanId: bytes(link, 2).toString('hex'),
    })),
    status: item.has(15) ? Number(first(fieldsOf(bytes(item, 15)), 3) ?? 0) : 0,
  }));
}

function items(body: Uint8Array) {
  return messages(fieldsOf(Buffer.from(body)), 1).flatMap((perResource) => {
    const resource = attributes(fieldsOf(bytes(perResource, 1)), 1);
    return messages(perResource, 2).flatMap((perScope) => {
      const scope = text(fieldsOf(bytes(perScope, 1)), 1);
      return messages(perScope, 2).map((item) => ({ resource, scope, item }));
    });
  });
}

function attributes(fields: Fields, field: number): Record<string, unknown> {
  return Object.fromEntries(
    messages(fields, field).map((kv) => [text(kv, 1), anyValue(fieldsOf(bytes(kv, 2)))]),
  );
}

function anyValue(any: Fields): unknown {
  if (any.has(1)) return text(any, 1);
  if (any.has(2)) return first(any, 2) === 1n;
  if (any.has(3)) return Number(BigInt.asIntN(64, first(any, 3) as bigint));
  if (any.has(4)) {
    const double = Buffer.alloc(8);
    double.writeBigUInt64LE(first(any, 4) as bigint);
    return double.readDoubleLE();
  }
  return undefined;
}

const first = (fields: Fields, field: number) => fields.get(field)?.[0];
const bytes = (fields: Fields, field: number) =>
  (first(fields, field) as Buffer | undefined) ?? Buffer.alloc(0);
const text = (fields: Fields, field: number) => bytes(fields, field).toString('utf8');
const messages = (fields: Fields, field: number) =>
  (fields.get(field) ?? []).map((value) => fieldsOf(value as Buffer));

function fieldsOf(buffer: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (size: number) => {
    const taken = buffer.subarray(at, at + size);
    if (taken.length !== size) throw new Error('a field ends after its message');
    at += size;
    return taken;
  };
  while (at < buffer.length) {
    const tag = Number(varint());
    let value: Buffer | bigint | number;
    if ((tag & 7) === 0) value = varint();
    else if ((tag & 7) === 1) value = take(8).readBigUInt64LE();
    else if ((tag & 7) === 5) value = take(4).readUInt32LE();
    else value = take(Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}
