import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { eachField } from './each-field.ts';
import { recordsIn, resourceTexts } from './resource-text.ts';

/** What is left of a body, and how many records went. */
interface Allowed {
  readonly body: Uint8Array;
  readonly refused: number;
}

/**
 * A checked body without the resources of services that its sender may not speak for: each
 * `service.name` of a resource must be one of `services`, and there must be one.
 */
export function ofServices(body: Uint8Array, services: readonly string[]): Allowed {
  const writer = new ProtobufWriter(body.length + 16);
  let refused = 0;
  eachField(body, ({ number, wire, from, start, end }) => {
    const part = body.subarray(start, end);
    if (number === 1 && wire === 2 && !isAllowed(part, services)) refused += recordsIn(part);
    else writer.raw(body.subarray(from, end));
  });
  return refused === 0 ? { body, refused } : { body: writer.finish(), refused };
}

function isAllowed(part: Uint8Array, services: readonly string[]): boolean {
  const names = resourceTexts(part, 'service.name');
  return names.length > 0 && names.every((name) => name !== undefined && services.includes(name));
}
