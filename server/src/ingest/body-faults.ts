/** Messages may nest this deep, as in protobuf's own parsers; only AnyValue can nest at will. */
export const MAX_DEPTH = 100;

/** Thrown for a body that is not the OTLP request it claims to be; the message says what is wrong. */
export class MalformedBody extends Error {}

/** Thrown for a well-formed body that holds more than one request may. */
export class TooMuch extends Error {}
