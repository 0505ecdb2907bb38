import { nearMiss } from './near-miss.ts';
import { printable } from './printable.ts';
import type { ReadParameter } from './query.ts';

/** A parameter that must be one of a few words. */
export function oneOf<const T extends string>(
  name: string,
  allowed: readonly T[],
): ReadParameter<T> {
  return (text) => {
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
  };
}

/** A parameter that must be a whole number, in plain digits. */
export function wholeNumber(name: string, min: number, max: number): ReadParameter<number> {
  const says = `${name} must be a whole number from ${min} to ${max}`;
  return (text) => {
    const value = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return { read: value };
    const rule = Number.isNaN(value) ? 'type' : value < min ? 'minimum' : 'maximum';
    return { rule, form: 'whole_number', min, max, value: printable(text), says };
  };
}

/** A parameter that is read elsewhere. */
export function anyText(): ReadParameter<string> {
  return (text) => ({ read: text });
}
