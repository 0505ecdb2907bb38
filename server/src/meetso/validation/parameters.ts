import { z } from 'zod';
import { nearMiss } from './near-miss.ts';
import { printable } from './printable.ts';
import type { Refused } from './refuse.ts';

/** Why a text is refused; the field's name is added. */
type Unfit = Omit<Refused, 'field'>;

/** A parameter of a path or a query, or a header: the one definition that is read by and published. */
export interface Parameter {
  readonly description: string;
  /** As the description of the API has it. */
  readonly published: z.ZodType;
  readonly example?: string;
  /** Its value where it is not given. */
  readonly absent?: unknown;
}

/** A parameter of a query. */
export interface QueryParameter<T> extends Parameter {
  readonly absent: T;
  readonly read: (text: string, name: string) => { readonly read: T } | Unfit;
}

/** A parameter of a path; `rule` says what it must be. */
export interface PathParameter extends Parameter {
  readonly published: z.ZodType<string>;
  readonly rule: string;
}

/** A parameter that must be one of a few words. */
export function oneOf<const T extends string>(
  words: z.ZodEnum<{ [W in T]: W }>,
  absent: NoInfer<T>,
  description: string,
): QueryParameter<T> {
  const allowed: readonly T[] = words.options;
  return {
    description,
    absent,
    published: words,
    read(text, name) {
      const value = allowed.find((word) => word === text);
      if (value !== undefined) return { read: value };
      const near = nearMiss(text, allowed);
      return {
        rule: 'enum',
        form: 'one_of',
        allowed,
        value: printable(text),
        ...(near === undefined ? {} : { nearMiss: near }),
        says: `${name} must be one of ${allowed.join(', ')}`,
      };
    },
  };
}

/** A parameter that must be a whole number from `min` to `max`, in plain digits. */
export function wholeNumber(
  [min, max]: readonly [number, number],
  absent: number,
  description: string,
): QueryParameter<number> {
  return {
    description,
    absent,
    published: z.int().min(min).max(max),
    read(text, name) {
      const value = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return { read: value };
      const rule = Number.isNaN(value) ? 'type' : value < min ? 'minimum' : 'maximum';
      const says = `${name} must be a whole number from ${min} to ${max}`;
      return { rule, form: 'whole_number', min, max, value: printable(text), says };
    },
  };
}

/** A parameter that is refused elsewhere where it is not as published. */
export function anyText(
  published: z.ZodType<string>,
  description: string,
): QueryParameter<string | undefined> {
  return { description, published, absent: undefined, read: (text) => ({ read: text }) };
}
