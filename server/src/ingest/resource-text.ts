import { eachField } from './each-field.ts';

const LENGTH_DELIMITED = 2;

/** The nested messages or texts with the number `wanted` in a message whose wire format was checked. */
function nested(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  eachField(message, ({ number, wire, start, end }) => {
    if (number === wanted && wire === LENGTH_DELIMITED) found.push(message.subarray(start, end));
  });
  return found;
}

/**
 * What the attribute `name` of a ResourceSpans or ResourceLogs says, each time that it stands there;
 * undefined for a value that is no text.
 */
export function resourceTexts(part: Uint8Array, name: string): (string | undefined)[] {
  return nested(part, 1).flatMap((resource) =>
    nested(resource, 1).flatMap((attribute) => {
      if (textOf(nested(attribute, 1)) !== name) return [];
      const value = nested(attribute, 2).at(-1);
      return [value && textOf(nested(value, 1))];
    }),
  );
}

/** Spans or log records in a ResourceSpans or ResourceLogs. */
export function recordsIn(part: Uint8Array): number {
  return nested(part, 2).reduce((sum, scope) => sum + nested(scope, 2).length, 0);
}

function textOf(values: readonly Uint8Array[]): string | undefined {
  const last = values.at(-1);
  return last && Buffer.from(last).toString('utf8');
}
