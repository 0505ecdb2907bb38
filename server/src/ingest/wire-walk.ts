import { isSecretNameAt } from '@request-desk/fastify/redaction/secret-names';
import type { MessageName } from '@request-desk/shared/otlp-messages';
import { MALFORMED, MAX_DEPTH, MalformedBody, TooMuch } from './body-faults.ts';
import { hasOwnText } from './double-text.ts';
import { isPlainAttribute } from './plain-attribute.ts';
import { isReserved, isWatermark } from './reserved.ts';
import { skipGroup } from './wire-fields.ts';
import {
  CLASS,
  CLASS_OF,
  FIELDS,
  KEY_VALUE,
  KIND,
  SINGULAR,
  TABLE,
  typeOf,
  WIRE_TYPE,
} from './wire-table.ts';

/** What a walk over an OTLP body learns; the body itself is not decoded. */
export interface Findings {
  /** Spans, log records or points of metrics. */
  readonly items: number;
  /** Log records whose event name only API processes may use. */
  readonly reserved: number;
  /** True when such a record is a warning or worse, or says how far its producer is. */
  readonly errorEvents: boolean;
  /** True when the engine cannot take the body as it is: arrays, kvlists, bytes, doubles that it spells in its own way, groups, repeats, wire types that are not the field's. */
  readonly rewrite: boolean;
  /** True when an attribute or a member of a map may have the name of a secret. */
  readonly secretNames: boolean;
}

/** More than a real exporter sends in one request; what is beyond could exhaust the engine. */
const MAX_ITEMS = 100_000;
const MAX_MESSAGES = 1_500_000;
const MAX_PARTS_OF_ITEM = 65_536;
/** Members of all lists in a body: each is read and written as text. */
const MAX_LISTED = 100_000;
/** Of fields that stand once in a message; exporters repeat none. */
const MAX_REPEATS = 10_000;

const WARN = 13;
/** Of a KeyValue's key. */
const NAME_TAG = 0x0a;

/**
 * Checks the wire format of a request at full depth, without recursion. Throws Malformed for what a
 * protobuf decoder would not take, and TooMuch beyond our limits.
 */
export function walk(body: Uint8Array, root: MessageName): Findings {
  // The messages around the one being read. All numbers of a walk are 32-bit integers: doubles
  // among them cost twice the time.
  const ends = new Int32Array(MAX_DEPTH + 1);
  const types = new Uint8Array(MAX_DEPTH + 1);
  const seenFields = new Int32Array(MAX_DEPTH + 1);
  const firstParts = new Int32Array(MAX_DEPTH + 1);
  let at = 0;
  let end = body.length;
  let depth = 0;
  let type = typeOf(root);
  let seen = 0;
  let items = 0;
  let messages = 0;
  let repeats = 0;
  let listed = 0;
  let reserved = 0;
  let severity = 0;
  let errorEvents = false;
  let rewrite = false;
  let secretNames = false;
  let recordIsReserved = false;
  ends[0] = end;
  types[0] = type;

  for (;;) {
    while (at === end) {
      if (depth === 0) return { items, reserved, errorEvents, rewrite, secretNames };
      if (
        CLASS_OF[type] !== CLASS.container &&
        messages - (firstParts[depth] as number) > MAX_PARTS_OF_ITEM
      )
        throw new TooMuch(`more than ${MAX_PARTS_OF_ITEM} attributes and values in one record`);
      if (recordIsReserved && CLASS_OF[type] === CLASS.item) {
        reserved++;
        if (severity >= WARN) errorEvents = true;
        recordIsReserved = false;
      }
      depth--;
      end = ends[depth] as number;
      type = types[depth] as number;
      seen = seenFields[depth] as number;
    }

    let tag = body[at++] as number;
    if (tag >= 0x80) {
      const stop = varintEnd(body, at - 1, end);
      tag = tagOf(body, at - 1, stop);
      at = stop;
    }
    const wire = tag & 7;
    const number = tag >>> 3;
    let kind: number = KIND.unknown;
    if (number < FIELDS) {
      if (number === 0) throw new MalformedBody(MALFORMED.fieldZero);
      const place = type * FIELDS + number;
      kind = TABLE[place] as number;
      if (kind !== KIND.unknown && WIRE_TYPE[kind] !== wire) {
        // Parsers take a field of another wire type for one that they do not know.
        rewrite = true;
        kind = KIND.unknown;
      } else if (kind !== KIND.unknown) {
        // Of a value's members, as of a repeated singular field, the last one counts.
        if (
          seen !== 0 &&
          SINGULAR[place] &&
          (seen & (1 << number) || CLASS_OF[type] === CLASS.value)
        ) {
          rewrite = true;
          // Of a name, too.
          secretNames = true;
          if (++repeats > MAX_REPEATS)
            throw new TooMuch(`more than ${MAX_REPEATS} repeated fields in a body`);
        }
        seen |= 1 << number;
      }
    }

    if (wire === 2) {
      if (at >= end) throw new MalformedBody('a length is cut off');
      let length = body[at++] as number;
      if (length >= 0x80) {
        const stop = varintEnd(body, at - 1, end);
        length = saturated(body, at - 1, stop);
        at = stop;
      }
      if (length > end - at) throw new MalformedBody('a field is longer than what holds it');
      if (kind < KIND.message) {
        if (kind === KIND.complexBytes) rewrite = true;
        else if (kind === KIND.eventName && isReserved(body, at, length)) {
          recordIsReserved = true;
          // As urgent as the errors that it speaks of.
          if (isWatermark(body, at, length)) errorEvents = true;
        }
        at += length;
        continue;
      }
      if (++messages > MAX_MESSAGES) throw new TooMuch(`more than ${MAX_MESSAGES} parts in a body`);
      if (CLASS_OF[type] === CLASS.complex && ++listed > MAX_LISTED)
        throw new TooMuch(`more than ${MAX_LISTED} members of lists in a body`);
      if (kind === KEY_VALUE) {
        secretNames ||= mayNameSecret(body, at, at + length);
        if (isPlainAttribute(body, at, at + length)) {
          messages++;
          at += length;
          continue;
        }
      }
      seenFields[depth] = seen;
      if (++depth > MAX_DEPTH) throw new MalformedBody(`nested deeper than ${MAX_DEPTH} messages`);
      end = at + length;
      type = kind - KIND.message;
      ends[depth] = end;
      types[depth] = type;
      firstParts[depth] = messages;
      seen = 0;
      const cls = CLASS_OF[type];
      if (cls === CLASS.complex) rewrite = true;
      else if (cls === CLASS.item) {
        if (++items > MAX_ITEMS) throw new TooMuch(`more than ${MAX_ITEMS} records in one body`);
        severity = 0;
      }
    } else if (wire === 0) {
      const stop = varintEnd(body, at, end);
      // Parsers cut a number down to 64 bits and take one that is written too long; the engine does not.
      if (stop - at === 10 && body[stop - 1] !== 1) rewrite = true;
      if (kind === KIND.severity) severity = saturated(body, at, stop);
      // Parsers take any other number for true; the engine does not.
      else if (kind === KIND.bool && (body[at] as number) > 1) rewrite = true;
      at = stop;
    } else if (wire === 1 || wire === 5) {
      at += wire === 1 ? 8 : 4;
      if (at > end) throw new MalformedBody(MALFORMED.cutField);
      if (kind === KIND.double && hasOwnText(body, at - 8)) rewrite = true;
    } else if (wire === 3) {
      rewrite = true;
      at = skipGroup(body, at, end, number);
    } else {
      throw new MalformedBody(`wire type ${wire} does not exist here`);
    }
  }
}

/** False when the KeyValue between `start` and `end` begins with a name, and that is no secret's. */
function mayNameSecret(body: Uint8Array, start: number, end: number): boolean {
  const length = body[start + 1] as number;
  if (end - start < 2 || body[start] !== NAME_TAG || length >= 0x80) return end > start;
  return isSecretNameAt(body, start + 2, Math.min(end, start + 2 + length));
}

/** Where the varint that starts at `at` ends. Throws Malformed beyond `end` or ten bytes. */
function varintEnd(body: Uint8Array, at: number, end: number): number {
  const limit = Math.min(end, at + 10);
  for (let i = at; i < limit; i++) if ((body[i] as number) < 0x80) return i + 1;
  throw new MalformedBody(MALFORMED.longNumber);
}

/** The value of a varint; 2^31 - 1 stands for that and all above. */
function saturated(body: Uint8Array, at: number, stop: number): number {
  let value = 0;
  for (let i = stop - 1; i >= at; i--) {
    if (value >= 1 << 24) return 0x7fffffff;
    value = (value << 7) | ((body[i] as number) & 0x7f);
  }
  return value;
}

/** The 32 bits of a tag. Throws Malformed when there are more. */
function tagOf(body: Uint8Array, at: number, stop: number): number {
  if (stop - at > 5 || (stop - at === 5 && (body[stop - 1] as number) > 0x0f))
    throw new MalformedBody(MALFORMED.fieldNumber);
  let tag = 0;
  for (let i = stop - 1; i >= at; i--) tag = (tag << 7) | ((body[i] as number) & 0x7f);
  return tag;
}
