import type { Attributes } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import { OWN_SENDER, STAMP_FIELDS } from '@request-desk/shared/stamp';
import { writeAttributes } from './otlp-attributes.ts';
import { ProtobufWriter } from './protobuf.ts';

/** Traces and logs have the same numbers down to the items. */
const { resourceSpans: RESOURCES } = numbersOf('TracesRequest');
const { resource: RESOURCE, scopeSpans: SCOPES } = numbersOf('ResourceSpans');
const { scope: SCOPE } = numbersOf('ScopeSpans');
const { attributes: ATTRIBUTES } = numbersOf('Resource');
const SCOPE_FIELDS = numbersOf('Scope');

/** The resource of this process, encoded once. */
export type EncodedResource = Uint8Array;

/**
 * Encodes `resource` with its tag, as it begins a ResourceSpans and a ResourceLogs alike, and that it
 * is the API's own: a spool takes it from nobody else, and other receivers skip it.
 */
export function encodeResource(attributes: Attributes): EncodedResource {
  const w = new ProtobufWriter();
  w.message(RESOURCE, () => writeAttributes(w, ATTRIBUTES, attributes));
  w.string(STAMP_FIELDS.sender, OWN_SENDER).varint(STAMP_FIELDS.own, 1);
  return w.finish();
}

/**
 * One request with one item, which `write` adds with its tag. The bytes are `writer`'s own: valid
 * until it is used again.
 */
export function encodeInto(
  writer: ProtobufWriter,
  resource: EncodedResource,
  scope: InstrumentationScope,
  write: (writer: ProtobufWriter) => void,
): Uint8Array {
  const w = writer.reset();
  w.message(RESOURCES, () => {
    w.raw(resource);
    w.message(SCOPES, () => {
      writeScope(w, scope);
      write(w);
    });
  });
  return w.view();
}

/**
 * One ExportTrace- or ExportLogsServiceRequest: the two have the same shape down to the items.
 * `items` holds each scope's spans or log records, tags included. Valid until `writer` is used again.
 */
export function encodeRequest(
  writer: ProtobufWriter,
  resource: EncodedResource,
  items: Iterable<readonly [InstrumentationScope, Uint8Array]>,
): Uint8Array {
  const w = writer.reset();
  w.message(RESOURCES, () => {
    w.raw(resource);
    for (const [scope, encoded] of items) {
      w.message(SCOPES, () => {
        writeScope(w, scope);
        w.raw(encoded);
      });
    }
  });
  return w.view();
}

function writeScope(w: ProtobufWriter, { name, version }: InstrumentationScope): void {
  w.message(SCOPE, () => {
    w.string(SCOPE_FIELDS.name, name);
    if (version) w.string(SCOPE_FIELDS.version, version);
  });
}
