import type { Random } from '../random.ts';
import type { Dict, LogRecord, Value } from './otlp-bodies.ts';

/** A record and its resource, of which both may be written in any order. */
export interface Shape {
  readonly record: LogRecord;
  readonly resource: Dict;
}

const LETTERS = [...'aZ09 .-_"\\/<>&\'\n\t\u0001\u007f\u2028äß漢🙂'];
const NUMBERS = [0, -0, 0.1, 1e20, 1e21, -1.5e300, 1e-6, 1e-7, 5e-324, 123456789012345680000];
const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

function textOf(random: Random, most = 12): string {
  return Array.from({ length: random.below(most) }, () => random.one(LETTERS)).join('');
}

function anyOf(random: Random, depth = 0): Value {
  const kinds = [
    () => textOf(random),
    () => random.chance(0.5),
    () => random.one([0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), BigInt(random.below(2 ** 31))]),
    // A number that JSON cannot hold loses the whole list in the collector's exporters.
    () => random.one(depth === 0 ? [...NUMBERS, ...NOT_FINITE] : NUMBERS),
    () => random.next() * 10 ** random.int(-30, 30),
    () => new Uint8Array(random.bytes(random.below(9))),
    () => null,
  ];
  const nested = [
    () => Array.from({ length: random.below(4) }, () => anyOf(random, depth + 1)),
    () => dictOf(random, depth + 1),
  ];
  return random.one(depth < 3 ? [...kinds, ...nested] : kinds)();
}

function dictOf(random: Random, depth = 0): Dict {
  const keys = Array.from({ length: random.below(5) }, () => textOf(random, 6));
  return Object.fromEntries(keys.map((key) => [key, anyOf(random, depth)]));
}

/** A log record of any shape that OTLP allows; the `n`th differs from all others by an attribute. */
export function shapeOf(random: Random, n: number, at: number): Shape {
  const record = {
    ...(random.chance(0.5) ? { traceId: random.bytes(16).toString('hex') } : {}),
    ...(random.chance(0.2) ? { eventName: textOf(random) } : {}),
    ...(random.chance(0.8) ? { body: anyOf(random) } : {}),
    severity: random.below(25),
    attributes: { ...dictOf(random), shape: BigInt(n) },
    at: at - random.below(3_600_000),
  };
  return { record, resource: dictOf(random) };
}

/** The same shape as another sender may write it: members of maps have no order. */
export function reordered(random: Random, { record, resource }: Shape): Shape {
  const { body, ...rest } = record;
  const mixed = body === undefined ? rest : { ...rest, body: mix(random, body) };
  const attributes = dict(random, record.attributes ?? {});
  return { record: { ...mixed, attributes }, resource: dict(random, resource) };
}

function dict(random: Random, members: Dict): Dict {
  const mixed = random.shuffled(Object.entries(members));
  return Object.fromEntries(mixed.map(([key, value]) => [key, mix(random, value)]));
}

function mix(random: Random, value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => mix(random, item));
  const isDict = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  return isDict ? dict(random, value as Dict) : value;
}
