import { MAX_DEPTH, MalformedBody } from './body-faults.ts';
import { textOfDouble } from './double-text.ts';
import { fieldsIn, lastOf, mergedOf, type WireField } from './wire-fields.ts';

const text = new TextDecoder('utf-8', { ignoreBOM: true });
/** Wire types of AnyValue's members by number. */
const MEMBERS: readonly (number | undefined)[] = [undefined, 2, 0, 0, 1, 2, 2, 2];

/**
 * An AnyValue (opentelemetry-proto, common.proto) as the text that is stored for arrays, kvlists and
 * bytes: JSON, and base64 for plain bytes; the same as the collector's exporters write, so that a record is the
 * same row whichever way it came. Numbers that JSON cannot hold become strings (theirs lose the whole value).
 */
export function textOfAnyValue(value: Uint8Array): string {
  const field = choice(value);
  if (field?.number === 7) return Buffer.from(field.bytes).toString('base64');
  return json(value, 0);
}

type Choice = Pick<WireField, 'number' | 'integer' | 'bytes' | 'raw'>;

/** The member of the `oneof` that counts: the last one on the wire, lists with what they continue. */
export function choice(value: Uint8Array): Choice | undefined {
  const members = fieldsIn(value).filter(({ number, wire }) => MEMBERS[number] === wire);
  const last = members.at(-1);
  if (last?.number !== 5 && last?.number !== 6) return last;
  const start = members.findLastIndex(({ number }) => number !== last.number) + 1;
  const { number, integer, raw } = last;
  return { number, integer, raw, bytes: mergedOf(members.toSpliced(0, start), number) };
}

function json(value: Uint8Array, depth: number): string {
  if (depth > MAX_DEPTH) throw new MalformedBody('values are nested too deep');
  const field = choice(value);
  switch (field?.number) {
    case 1:
      return quoted(text.decode(field.bytes));
    case 2:
      return field.integer === 0n ? 'false' : 'true';
    case 3:
      return BigInt.asIntN(64, field.integer).toString();
    case 4:
      return numberOf(field.bytes);
    case 5:
      return `[${repeated(field.bytes).map((item) => json(item, depth + 1))}]`;
    case 6:
      return object(repeated(field.bytes), depth + 1);
    case 7:
      // As theirs: their library reads no bytes at all as none.
      return field.bytes.length === 0
        ? 'null'
        : JSON.stringify(Buffer.from(field.bytes).toString('base64'));
    default:
      return 'null';
  }
}

function repeated(list: Uint8Array): Uint8Array[] {
  return fieldsIn(list).flatMap(({ number, wire, bytes }) =>
    number === 1 && wire === 2 ? [bytes] : [],
  );
}

/** Members by name, and of one name the last, as a map of Go's is written. */
function object(pairs: readonly Uint8Array[], depth: number): string {
  const members = new Map<string, Uint8Array>();
  for (const pair of pairs) {
    const fields = fieldsIn(pair);
    members.set(text.decode(lastOf(fields, 1, 2)?.bytes), mergedOf(fields, 2));
  }
  const sorted = [...members].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${sorted.map(([key, value]) => `${quoted(key)}:${json(value, depth)}`)}}`;
}

/** As JSON, with the two line separators escaped that JavaScript once could not read. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function numberOf(bytes: Uint8Array): string {
  const value = textOfDouble(bytes);
  return /[NI]/.test(value) ? `"${value}"` : value;
}
