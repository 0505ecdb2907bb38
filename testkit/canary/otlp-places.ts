import { protobufOfJson } from '../../server/src/ingest/json-to-protobuf.ts';
import {
  BASE64_ENCODINGS,
  isKey,
  MARK,
  SECRET_NAMES,
  TEXT_ENCODINGS,
  URL_ENCODINGS,
} from './secrets.ts';

const ENCODINGS = [...TEXT_ENCODINGS, ...URL_ENCODINGS];

/**
 * Attributes that hold `text` as value, within one, as bytes, in a list and a map, and as a key; and
 * `plain`, which looks like nothing, by the name of a secret.
 */
function attributes(text: string, name: string, plain: string): object[] {
  const value = { stringValue: text };
  const named = { stringValue: plain };
  return [
    { key: name, value: named },
    { key: `list.${name}`, value: { arrayValue: { values: [named] } } },
    { key: 'named', value: { kvlistValue: { values: [{ key: name, value: named }] } } },
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
  const encodings = isKey(secret) ? [...ENCODINGS, ...BASE64_ENCODINGS] : ENCODINGS;
  const text = encodings[n % encodings.length]?.(secret) ?? secret;
  const name = SECRET_NAMES[n % SECRET_NAMES.length] ?? 'secret';
  const own = attributes(text, name, `${MARK} words`);
  const id = (n + 1).toString(16);
  const [traceId, spanId] = [id.padStart(32, '0'), id.padStart(16, '0')];
  const nano = `${Date.now()}000000`;
  const scope = { name: text, version: text, attributes: own };
  const resource = {
    attributes: [{ key: 'service.name', value: { stringValue: text } }, ...own],
  };
  const span = {
    traceId,
    spanId,
    traceState: `a=${text}`,
    name: `GET ${text}`,
    kind: 2,
    startTimeUnixNano: nano,
    endTimeUnixNano: nano,
    attributes: own,
    events: [{ timeUnixNano: nano, name: text, attributes: own }],
    links: [{ traceId, spanId, traceState: `a=${text}`, attributes: own }],
    status: { code: 2, message: `it failed: ${text}` },
  };
  const record = {
    traceId,
    spanId,
    timeUnixNano: nano,
    severityNumber: 17,
    severityText: text,
    body: { stringValue: `{"said":"${text}"}` },
    attributes: own,
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
