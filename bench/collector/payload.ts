import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';

const SPANS_PER_BODY = 200;
const SPANS_PER_TRACE = 4;
const ROUTES = ['/v1/orders', '/v1/orders/:id', '/v1/invoices', '/v1/users/:id', '/v1/search'];
const SERVICES = ['orders', 'billing', 'search'];
/** Spans lie within so many milliseconds. */
const WITHIN = 300_000;

/**
 * Writes OTLP bodies of `spans` spans into `file`, each after its length: services with traces of one
 * server span and three queries, every span unique. The same bytes for each path that is measured.
 */
export function writePayload(file: string, spans: number, nowMs: number): void {
  const out = openSync(file, 'w');
  for (let n = 0; n < spans; n += SPANS_PER_BODY) {
    const body = bodyOf(n, Math.min(SPANS_PER_BODY, spans - n), nowMs);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    writeSync(out, length);
    writeSync(out, body);
  }
  closeSync(out);
}

/** The bodies of such a file, one after the other. */
export function* payloadOf(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r');
  try {
    for (const length = Buffer.alloc(4); readSync(fd, length) === 4; ) {
      const body = Buffer.alloc(length.readUInt32LE());
      readSync(fd, body);
      yield body;
    }
  } finally {
    closeSync(fd);
  }
}

function bodyOf(first: number, count: number, nowMs: number): Uint8Array {
  const writer = new ProtobufWriter();
  const service = SERVICES[(first / SPANS_PER_BODY) % SERVICES.length] ?? '';
  writer.message(1, () => {
    writer.message(1, () => {
      attribute(writer, 1, 'service.name', service);
      attribute(writer, 1, 'service.version', '2.4.1');
      attribute(writer, 1, 'service.instance.id', `${service}-7f9c`);
      attribute(writer, 1, 'telemetry.sdk.language', 'go');
    });
    writer.message(2, () => {
      writer.message(1, () => writer.string(1, 'github.com/acme/http').string(2, '1.0.0'));
      for (let n = first; n < first + count; n += SPANS_PER_TRACE)
        trace(writer, n, Math.min(SPANS_PER_TRACE, first + count - n), nowMs);
    });
  });
  return writer.finish();
}

function trace(writer: ProtobufWriter, first: number, count: number, nowMs: number): void {
  const id = randomBytes(16).toString('hex');
  const root = randomBytes(8).toString('hex');
  for (let n = first; n < first + count; n++) {
    const from = BigInt(nowMs - (n % WITHIN)) * 1_000_000n - BigInt(n);
    const route = ROUTES[n % ROUTES.length] ?? '';
    const isRoot = n === first;
    writer.message(2, () => {
      writer.hex(1, id).hex(2, isRoot ? root : randomBytes(8).toString('hex'));
      if (!isRoot) writer.hex(4, root);
      writer.string(5, isRoot ? `GET ${route}` : 'SELECT').varint(6, isRoot ? 2 : 3);
      writer.fixed64(7, from).fixed64(8, from + BigInt(1_000_000 + ((n * 7919) % 90_000_000)));
      if (isRoot) request(writer, n, route);
      else query(writer);
      if (n % 50 === 0) writer.message(15, () => writer.varint(3, 2));
    });
  }
}

function request(writer: ProtobufWriter, n: number, route: string): void {
  attribute(writer, 9, 'http.request.method', 'GET');
  attribute(writer, 9, 'http.route', route);
  attribute(writer, 9, 'http.response.status_code', n % 50 ? 200n : 500n);
  attribute(writer, 9, 'url.path', `/v1/orders/${n}`);
  attribute(writer, 9, 'user_agent.original', 'okhttp/4.12.0');
}

function query(writer: ProtobufWriter): void {
  attribute(writer, 9, 'db.system.name', 'postgresql');
  attribute(writer, 9, 'db.operation.name', 'SELECT');
  attribute(writer, 9, 'db.collection.name', 'orders');
}

function attribute(
  writer: ProtobufWriter,
  field: number,
  key: string,
  value: string | bigint,
): void {
  writer.message(field, () => {
    writer.string(1, key).message(2, () => {
      if (typeof value === 'string') writer.string(1, value);
      else writer.bigInt64(3, value);
    });
  });
}
