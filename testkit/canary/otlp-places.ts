import { protobufOfJson } from '../../server/src/ingest/json-to-protobuf.ts';
import { TEXT_ENCODINGS, URL_ENCODINGS } from './secrets.ts';

const ENCODINGS = [...TEXT_ENCODINGS, ...URL_ENCODINGS];

/** Attributes that hold `text` as value, within one, as bytes, in a list and a map, and as a key. */
function attributes(text: string): object[] {
  const value = { stringValue: text };
  return [
    { key: 'url.full', value: { stringValue: `https://db.example/x?y=1&z=${text}` } },
    { key: 'exception.message', value },
    { key: 'bytes', value: { bytesValue: Buffer.from(text).toString('base64') } },
    { key: 'list', value: { arrayValue: { values: [value, value] } } },
    { key: 'map', value: { kvlistValue: { values: [{ key: text, value }] } } },
    { key: text, value: { intValue: '1' } },
  ];
}

/**
 * What another service sends about its own secret: `secret`, in the `n`th encoding, in every field of
 * traces and logs that holds text; as JSON and as protobuf in turn.
 */
export function otlpCalls(secret: string, n: number): [path: string, init: RequestInit][] {
  const text = ENCODINGS[n % ENCODINGS.length]?.(secret) ?? secret;
  const id = (n + 1).toString(16);
  const [traceId, spanId] = [id.padStart(32, '0'), id.padStart(16, '0')];
  const nano = `${Date.now()}000000`;
  const scope = { name: text, version: text, attributes: attributes(text) };
  const resource = {
    attributes: [{ key: 'service.name', value: { stringValue: text } }, ...attributes(text)],
  };
  const span = {
    ...{ traceId, spanId, traceState: `a=${text}`, name: `GET ${text}`, kind: 2 },
    ...{ startTimeUnixNano: nano, endTimeUnixNano: nano, attributes: attributes(text) },
    events: [{ timeUnixNano: nano, name: text, attributes: attributes(text) }],
    links: [{ traceId, spanId, traceState: `a=${text}`, attributes: attributes(text) }],
    status: { code: 2, message: `it failed: ${text}` },
  };
  const record = {
    ...{ traceId, spanId, timeUnixNano: nano, severityNumber: 17, severityText: text },
    ...{ body: { stringValue: `{"said":"${text}"}` }, attributes: attributes(text) },
    eventName: text,
  };
  const traces = {
    resource,
    scopeSpans: [{ scope, spans: [span], schemaUrl: text }],
    schemaUrl: text,
  };
  const logs = { resource, scopeLogs: [{ scope, logRecords: [record], schemaUrl: text }] };
  return [
    ['/v1/traces', bodyOf({ resourceSpans: [traces] }, 'TracesRequest', n)],
    ['/v1/logs', bodyOf({ resourceLogs: [logs] }, 'LogsRequest', n)],
  ];
}

function bodyOf(request: object, root: 'TracesRequest' | 'LogsRequest', n: number): RequestInit {
  const json = JSON.stringify(request);
  if (n % 2 === 0)
    return { method: 'POST', headers: { 'content-type': 'application/json' }, body: json };
  const headers = { 'content-type': 'application/x-protobuf' };
  const body = new Uint8Array(protobufOfJson(Buffer.from(json), root));
  return { method: 'POST', headers, body };
}
