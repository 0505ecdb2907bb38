import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAMP_FIELDS } from '@request-desk/shared/stamp';
import { describe, expect, it } from 'vitest';
import { fieldsOf, type Scalar } from './otlp-messages.ts';

/** How the engine's schema writes what is written alike on the wire. */
const SAME: Readonly<Record<Scalar, string>> = {
  string: 'string',
  bytes: 'bytes',
  id: 'bytes',
  bool: 'bool',
  int32: 'int64',
  int64: 'int64',
  fixed32: 'fixed32',
  fixed64: 'fixed64',
  double: 'double',
};

describe.each([
  ['otlp-traces.proto', 'TracesRequest'],
  ['otlp-logs.proto', 'LogsRequest'],
])('the messages that are checked, and those that the engine reads by %s', (name, request) => {
  const text = readFileSync(join(import.meta.dirname, '../clickhouse/segments', name), 'utf8');
  const messages = text.replaceAll(/\/\/.*/g, '').replaceAll(/oneof \w+ \{([^}]*)\}/g, '$1');
  const fields = [...messages.matchAll(/message (\w+) \{([^}]*)\}/g)].flatMap(
    ([, message = '', body = '']) =>
      [...body.matchAll(/(repeated )?(\w+) (\w+) = (\d+);/g)].map(
        ([, repeated, type = '', field = '', number]) =>
          [message, field, type, Number(number), repeated !== undefined] as const,
      ),
  );
  // The wrapper of several segments is never received.
  const received = fields.filter(([message]) => message !== 'Piece');
  const stamps = received.filter(([, field]) => Object.hasOwn(STAMP_FIELDS, field));
  const known = received.filter((field) => !stamps.includes(field));

  it.each(known)('%s.%s is %s %i', (message, field, type, number, repeated) => {
    const camel = field.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const one = fieldsOf(message === 'Request' ? request : message)[camel];
    const found = typeof one?.type === 'string' ? SAME[one.type] : one?.type.message;
    expect([found, one?.number, one?.repeated ?? false]).toEqual([type, number, repeated]);
  });

  it('have the stamp of a sender where it is written', () => {
    expect(Object.fromEntries(stamps.map(([, field, , number]) => [field, number]))).toEqual(
      STAMP_FIELDS,
    );
  });
});
