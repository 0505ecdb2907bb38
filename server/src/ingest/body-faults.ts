/** Messages may nest this deep, as in protobuf's own parsers; only AnyValue can nest at will. */
export const MAX_DEPTH = 100;

/** Thrown for a body that is not the OTLP request it claims to be; the message says what is wrong. */
export class MalformedBody extends Error {}

/** What is wrong with a body, where more than one reader finds it. */
export const MALFORMED = {
  longNumber: 'a number is cut off or longer than ten bytes',
  fieldNumber: 'a field number is out of range',
  cutField: 'a field is cut off',
  fieldZero: 'a field has the number 0',
} as const;

/** Thrown for a well-formed body that holds more than one request may. */
export class TooMuch extends Error {}
