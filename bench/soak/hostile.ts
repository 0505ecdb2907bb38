import { gzipSync } from 'node:zlib';

/** Bodies that try to exhaust a receiver, by name. */
export function hostileBodies(): Record<string, { body: Buffer; headers: Record<string, string> }> {
  const protobuf = { 'content-type': 'application/x-protobuf' };
  const json = { 'content-type': 'application/json' };
  const gzip = { 'content-encoding': 'gzip' };
  // Gzip members concatenate: 10 MiB of them unfold to ten gigabytes.
  const bomb = gzipSync(Buffer.alloc(2 ** 20), { level: 9 });
  return {
    'gzip bomb': {
      body: Buffer.concat(Array.from({ length: 10_000 }, () => bomb)),
      headers: { ...protobuf, ...gzip },
    },
    'gzip bomb of JSON': {
      body: gzipSync(Buffer.alloc(15 * 2 ** 20, '[')),
      headers: { ...json, ...gzip },
    },
    '100,000 attributes': { body: log(attributes(100_000)), headers: protobuf },
    'nested 10,000 deep': { body: log(nested(10_000)), headers: protobuf },
    'nested 10,000 deep in JSON': { body: nestedJson(10_000), headers: json },
    'groups without end': { body: Buffer.alloc(2 ** 20, 0x1b), headers: protobuf },
    'four megabytes of empty records': { body: records(2 ** 21), headers: protobuf },
    'sixteen megabytes of zeroes': { body: Buffer.alloc(16 * 2 ** 20), headers: protobuf },
  };
}

function field(number: number, content: Buffer): Buffer {
  const bytes = [number * 8 + 2];
  let rest = content.length;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...bytes, rest]), content]);
}

/** A request with one log record that has these fields. */
function log(fields: Buffer): Buffer {
  return field(1, field(2, field(2, fields)));
}

function attributes(count: number): Buffer {
  const value = field(2, field(1, Buffer.from('v')));
  return Buffer.concat(
    Array.from({ length: count }, (_, n) =>
      field(6, Buffer.concat([field(1, Buffer.from(`key.${n}`)), value])),
    ),
  );
}

function nested(depth: number): Buffer {
  let value = field(1, Buffer.from('x'));
  for (let n = 0; n < depth; n++) value = field(5, field(1, value));
  return field(5, value);
}

function nestedJson(depth: number): Buffer {
  const open = '{"arrayValue":{"values":['.repeat(depth);
  const value = `${open}{"stringValue":"x"}${']}}'.repeat(depth)}`;
  return Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${value}}]}]}]}`);
}

function records(count: number): Buffer {
  return field(1, field(2, Buffer.from(Array.from({ length: count }, () => [0x12, 0]).flat())));
}
