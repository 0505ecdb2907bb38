import { gzipSync } from 'node:zlib';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { Random } from '../../testkit/random.ts';
import { hostileBodies } from '../soak/hostile.ts';

/** Something to send to a listener of the desk. */
export interface Input {
  readonly name: string;
  readonly to: 'console' | 'otlp';
  readonly path: string;
  readonly body?: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const MB = 2 ** 20;
const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF = { 'content-type': 'application/x-protobuf' };

function paste(name: string, text: string): Input {
  return pasteBody(name, Buffer.from(JSON.stringify({ text })));
}

function pasteBody(name: string, body: Buffer): Input {
  return { name, to: 'console', path: '/support/v1/lookups', body, headers: JSON_TYPE };
}

function otlp(name: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Input {
  return { name, to: 'otlp', path: '/v1/logs', body: Buffer.from(body), headers };
}

/** What stopped the public API once, and more of its kind. */
export function knownInputs(): Input[] {
  const line = '2026-11-26T12:00:00Z INFO worker handled job 12345 in 17 ms (queue=mail)\n';
  const filled = (junk: string, size: number) => junk.repeat(Math.ceil(size / junk.length));
  const hostile = Object.entries(hostileBodies()).map(([name, { body, headers }]) =>
    otlp(name, body, headers),
  );
  return [
    paste('paste: 40,000 backslashes', '\\'.repeat(40_000)),
    paste('paste: 4 MB of backslashes', '\\'.repeat(4 * MB)),
    paste('paste: 4 MB of eyJ', filled('eyJ', 4 * MB)),
    paste('paste: 4 MB of trace ids', filled('0af7651916cd43dd8448eb211c80319c ', 4 * MB)),
    pasteBody('paste: 24 MB of [ as a body', Buffer.alloc(24 * MB - 10, '[')),
    paste('paste: 23 MB of [', '['.repeat(23 * MB)),
    paste('paste: 23 MB of log lines', filled(line, 23 * MB).replaceAll('"', ' ')),
    paste('paste: 8 MB of base64', filled('SGVsbG8gd29ybGQ=', 8 * MB)),
    otlp('OTLP: gzip of lists', gzipSync(lists(99)), { ...PROTOBUF, 'content-encoding': 'gzip' }),
    otlp('OTLP: gzip of repeated fields', gzipSync(repeats(9_900)), {
      ...PROTOBUF,
      'content-encoding': 'gzip',
    }),
    otlp('OTLP: 4 MB of JSON', jsonLogs(4 * MB - 1000), JSON_TYPE),
    otlp('OTLP: 31 MB with bytes', bytesLogs(31 * MB), PROTOBUF),
    ...hostile,
  ];
}

/** Texts and bodies of random pieces, each repeated to about a megabyte. */
export function randomInputs(random: Random, count: number): Input[] {
  const alphabet = '\\[]{}()<>%&=-_.:;,"\'`~!|/ \n\t0123456789abcdefreqtraceyJ\u200b\uff52Ã';
  return Array.from({ length: count }, (_, n) => {
    const piece = random.text(random.int(1, 12), alphabet);
    if (n % 2 === 0) return paste(`fuzz ${n}`, piece.repeat(Math.ceil(MB / piece.length)));
    const value = random.bytes(random.int(1, 40));
    const body = Buffer.concat(Array.from({ length: Math.ceil(MB / value.length) }, () => value));
    return otlp(`fuzz ${n}`, random.chance(0.5) ? body : lists(random.int(1, 60)), PROTOBUF);
  });
}

/** `thousands` of empty lists in one value. */
function lists(thousands: number): Uint8Array {
  return logs(1, (w) =>
    w.message(6, () =>
      w.string(1, 'k').message(2, () =>
        w.message(5, () => {
          for (let i = 0; i < thousands * 1000; i++) w.message(1, () => w.message(5, () => {}));
        }),
      ),
    ),
  );
}

function repeats(count: number): Uint8Array {
  return logs(1, (w) => {
    for (let i = 0; i < count; i++) w.varint(2, 1);
  });
}

function bytesLogs(size: number): Uint8Array {
  const value = Buffer.alloc(400, 7);
  return logs(Math.floor(size / 420), (w) => w.message(5, () => w.bytes(7, value)));
}

function jsonLogs(size: number): Buffer {
  const record = '{"timeUnixNano":"1","body":{"arrayValue":{"values":[{"stringValue":"x"}]}}}';
  const records = Array.from({ length: Math.floor(size / (record.length + 1)) }, () => record);
  return Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${records.join(',')}]}]}]}`);
}

function logs(records: number, fill: (writer: ProtobufWriter) => void): Uint8Array {
  const writer = new ProtobufWriter();
  writer.message(1, () =>
    writer.message(2, () => {
      for (let i = 0; i < records; i++) writer.message(2, () => fill(writer));
    }),
  );
  return writer.finish();
}
