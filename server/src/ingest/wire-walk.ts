import { MAX_DEPTH, Malformed, type MessageName, TooMuch } from './otlp-messages.ts';
import { FIELDS, KIND, SINGULAR, TABLE, typeOf, WIRE_TYPE } from './wire-table.ts';

/** What a walk over an OTLP body learns; the body itself is not decoded. */
export interface Findings {
  /** Spans or log records. */
  readonly items: number;
  /** Log records whose event name begins with `meetso.`. */
  readonly reserved: number;
  /** True when such a record is a warning or worse. */
  readonly errorEvents: boolean;
  /** True when the engine cannot take the body as it is: arrays, kvlists, bytes, groups, repeats. */
  readonly rewrite: boolean;
}

/** More than a real exporter sends in one request; what is beyond could exhaust the engine. */
const MAX_ITEMS = 100_000;
const MAX_MESSAGES = 1_500_000;
const MAX_PARTS_OF_ITEM = 65_536;

const SPAN = typeOf('Span');
const LOG_RECORD = typeOf('LogRecord');
const ANY_VALUE = typeOf('AnyValue');
/** Messages that hold records rather than being part of one. */
const CONTAINERS = new Set(
  (['ResourceSpans', 'ScopeSpans', 'ResourceLogs', 'ScopeLogs'] as const).map(typeOf),
);
const ARRAY = typeOf('ArrayValue');
const KVLIST = typeOf('KeyValueList');
const RESERVED = Buffer.from('meetso.');
const WARN = 13;

/**
 * Checks the wire format of a request at full depth. Throws Malformed for what a protobuf decoder
 * would not take, and TooMuch beyond MAX_ITEMS.
 */
export function walk(body: Uint8Array, root: MessageName): Findings {
  let at = 0;
  let items = 0;
  let messages = 0;
  let reserved = 0;
  let errorEvents = false;
  let rewrite = false;
  let recordIsReserved = false;
  let recordSeverity = 0;

  function varint(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw new Malformed('a number is cut off');
      const byte = body[at++] as number;
      // Bits beyond 2^53 are lost: only lengths and small numbers are looked at.
      value += shift < 49 ? (byte & 0x7f) * 2 ** shift : 0;
      if (byte < 0x80) return value;
    }
    throw new Malformed('a number is longer than ten bytes');
  }

  function skipVarint(end: number): void {
    const limit = at + 10;
    while (at < end && at < limit) if ((body[at++] as number) < 0x80) return;
    throw new Malformed('a number is cut off or longer than ten bytes');
  }

  function message(type: number, end: number, depth: number): void {
    if (depth > MAX_DEPTH)
      throw new Malformed(`values are nested deeper than ${MAX_DEPTH} messages`);
    if (++messages > MAX_MESSAGES) throw new TooMuch(`more than ${MAX_MESSAGES} parts in one body`);
    let seen = 0;
    while (at < end) {
      let tag = body[at++] as number;
      if (tag >= 0x80) {
        at--;
        tag = varint(end);
        if (tag > 0xffffffff) throw new Malformed('a field number is out of range');
      }
      const wire = tag & 7;
      const number = tag >>> 3;
      if (number === 0) throw new Malformed('a field has the number 0');
      const kind = number < FIELDS ? (TABLE[type * FIELDS + number] as number) : KIND.unknown;
      if (kind !== KIND.unknown && WIRE_TYPE[kind] !== wire) {
        throw new Malformed(`field ${number} has wire type ${wire}`);
      }
      if (wire === 2) {
        const length = varint(end);
        const start = at;
        if (length > end - start) throw new Malformed('a field is longer than what holds it');
        if (kind >= KIND.message) {
          nested(kind - KIND.message, start + length, depth);
        } else if (kind === KIND.eventName && isReserved(body, start, length)) {
          recordIsReserved = true;
        } else if (kind === KIND.complexBytes) {
          rewrite = true;
        }
        at = start + length;
      } else if (wire === 0) {
        if (kind === KIND.severity) recordSeverity = varint(end);
        else skipVarint(end);
      } else if (wire === 1 || wire === 5) {
        at += wire === 1 ? 8 : 4;
        if (at > end) throw new Malformed('a field is cut off');
      } else if (wire === 3) {
        rewrite = true;
        skipGroup(number, end);
      } else {
        throw new Malformed(`wire type ${wire} does not exist here`);
      }
      if (kind !== KIND.unknown && number < FIELDS) {
        const bit = 1 << number;
        // Of a value's members, as of a repeated singular field, the last one counts.
        if ((seen & bit && SINGULAR[type * FIELDS + number]) || (seen && type === ANY_VALUE)) {
          rewrite = true;
        }
        seen |= bit;
      }
    }
  }

  function nested(type: number, end: number, depth: number): void {
    if (type === SPAN || type === LOG_RECORD) {
      if (++items > MAX_ITEMS) throw new TooMuch(`more than ${MAX_ITEMS} records in one body`);
      recordIsReserved = false;
      recordSeverity = 0;
    } else if (type === ARRAY || type === KVLIST) {
      rewrite = true;
    }
    const before = messages;
    message(type, end, depth + 1);
    if (messages - before > MAX_PARTS_OF_ITEM && !CONTAINERS.has(type)) {
      throw new TooMuch(`more than ${MAX_PARTS_OF_ITEM} attributes and values in one record`);
    }
    if (type === LOG_RECORD && recordIsReserved) {
      reserved++;
      if (recordSeverity >= WARN) errorEvents = true;
    }
  }

  /** Groups are protobuf's oldest nesting: valid wire format that no OTLP message uses. */
  function skipGroup(opened: number, end: number): void {
    const open = [opened];
    while (open.length > 0) {
      if (open.length > MAX_DEPTH) throw new Malformed('groups are nested too deep');
      const tag = varint(end);
      const wire = tag & 7;
      const number = Math.floor(tag / 8);
      if (wire === 0) skipVarint(end);
      else if (wire === 1) at += 8;
      else if (wire === 2) at += varint(end);
      else if (wire === 3) open.push(number);
      else if (wire === 4 && open.pop() === number) continue;
      else if (wire === 5) at += 4;
      else throw new Malformed('a group is not closed as it was opened');
      if (at > end) throw new Malformed('a group is cut off');
    }
  }

  message(typeOf(root), body.length, 0);
  return { items, reserved, errorEvents, rewrite };
}

function isReserved(body: Uint8Array, at: number, length: number): boolean {
  if (length < RESERVED.length) return false;
  for (let i = 0; i < RESERVED.length; i++) if (body[at + i] !== RESERVED[i]) return false;
  return true;
}
