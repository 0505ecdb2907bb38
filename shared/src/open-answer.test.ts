import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAnswer } from './open-answer.ts';

const matcher = z.strictObject({ label: z.string() });
const closed = z.object({
  one: matcher.describe('one of them'),
  many: z.array(matcher).readonly(),
  maybe: matcher.nullable().optional(),
  either: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('a'), is: matcher }),
    z.strictObject({ kind: z.literal('b') }),
  ]),
  named: z.record(z.string(), matcher).default({}),
});
const known = {
  one: { label: 'x' },
  many: [{ label: 'y' }],
  maybe: null,
  either: { kind: 'a', is: { label: 'z' } },
  named: { n: { label: 'w' } },
};

/** Every object of `value` with a field that no schema names. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const more = Object.entries(value).map(([name, one]) => [name, withMore(one)]);
  return { ...Object.fromEntries(more), newer: 1 };
}

describe('an answer', () => {
  it('may have fields that its schema does not name, at any depth', () => {
    const newer = withMore(known) as { named: Record<string, unknown> };
    delete newer.named.newer;
    expect(closed.safeParse(newer).success).toBe(false);
    expect(openAnswer(closed).parse(newer)).toEqual(known);
  });

  it('is still refused where what is named is wrong or missing', () => {
    expect(openAnswer(closed).safeParse({ ...known, one: {} }).success).toBe(false);
    const other = { ...known, either: { kind: 'c' } };
    expect(openAnswer(closed).safeParse(other).success).toBe(false);
  });

  it('is opened once, and keeps its descriptions; the closed schema stays closed', () => {
    expect(openAnswer(closed)).toBe(openAnswer(closed));
    expect(openAnswer(closed).shape.one.description).toBe('one of them');
    expect(matcher.safeParse({ label: 'x', newer: 1 }).success).toBe(false);
  });
});
