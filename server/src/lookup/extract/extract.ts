import { isRequestId, isTraceId, requestIdOf } from '@request-desk/shared/ids';
import { normalise } from './normalise.ts';
import { readAsHex } from './repair.ts';

/** An id that the text holds beyond doubt. */
export interface FoundId {
  /** A trace that does not follow our rule has no request id. */
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
}

/** Text that looks like a damaged id. `digits`: what can be read of it, in hex. */
export interface DamagedId {
  readonly text: string;
  readonly digits: string;
  /** The id it is after an obvious repair, which is offered and never assumed. */
  readonly repaired: string | undefined;
  readonly why: string;
}

export interface Extraction {
  readonly ids: readonly FoundId[];
  readonly damaged: readonly DamagedId[];
  /** Ids beyond the limit. */
  readonly ignored: number;
}

const MOST_DAMAGED = 50;
const SHOWN_CHARACTERS = 60;

/** `req`, a separator, and what follows until something that cannot be part of an id. */
const REQUEST =
  /(?<![0-9a-z])(req)([_\-–—:. ]{1,2}|(?=[0-9a-f]{16}))((?:[0-9a-z|!$а-яёαβεοԁ]|(?:=|\\)?\r?\n[>|#*\t ]{0,8}(?=[0-9a-f])){1,60})/giu;
const GROUPED =
  /(?<![0-9a-z])req[_\- ]((?:[0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{8})(?:[ -][0-9a-f]{2,8}){1,7})(?![0-9a-z])/gi;
/** 16 digits and then a word that has nothing to do with them. */
const GLUED = /^([0-9a-f]{16})[^0-9a-f]/;
const WRAP = /(?:=|\\)?\r?\n[>|#*\t ]{0,8}/;
const TRACE = /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/gi;
const TRACE_NAMED = /(?:trace[-_ ]?id|traceparent|trace)["'\s:=>]{1,8}(?:00-)?$/i;
const BARE = /(?:request|req|correlation)[-_ ]?id["'\s:=>#]{1,8}$/i;
const SIXTEEN = /(?<![0-9a-z_-])[0-9a-f]{16}(?![0-9a-z_-])/gi;

interface Hit {
  readonly at: number;
  readonly id?: FoundId;
  readonly damaged?: DamagedId;
}

/** Every request id and trace id in `text`, in order, without repeats, at most `limit`. */
export function extractIds(text: string, limit: number): Extraction {
  const clean = normalise(text);
  const grouped = [...groupedHits(clean)];
  const taken = new Set(grouped.map(({ at }) => at));
  const hits = [
    ...grouped,
    ...requestHits(clean, taken),
    ...traceHits(clean),
    ...bareHits(clean),
  ].sort((a, b) => a.at - b.at);
  const ids = new Map<string, FoundId>();
  const damaged = new Map<string, DamagedId>();
  for (const { id, damaged: broken } of hits) {
    if (id) ids.set(id.requestId ?? id.traceId ?? '', id);
    else if (broken && damaged.size < MOST_DAMAGED) damaged.set(broken.text, broken);
  }
  for (const [text, { repaired }] of damaged)
    if (repaired !== undefined && ids.has(repaired)) damaged.delete(text);
  return {
    ids: [...ids.values()].slice(0, limit),
    damaged: [...damaged.values()],
    ignored: Math.max(0, ids.size - limit),
  };
}

/** Digits in groups, as they are dictated and printed: offered, because a word may have joined them. */
function* groupedHits(text: string): Generator<Hit> {
  for (const match of text.matchAll(GROUPED)) {
    const digits = (match[1] ?? '').replace(/[ -]/g, '').toLowerCase();
    if (digits.length === 16) yield damagedHit(match.index, match[0], digits, 'it is in groups');
  }
}

function* requestHits(text: string, taken: ReadonlySet<number>): Generator<Hit> {
  for (const match of text.matchAll(REQUEST)) {
    if (taken.has(match.index)) continue;
    const [whole, , separator = '', tail = ''] = match;
    yield* hitOf(match.index, whole, separator, tail);
  }
}

function* hitOf(at: number, whole: string, separator: string, tail: string): Generator<Hit> {
  const [first = '', ...rest] = tail.split(new RegExp(WRAP, 'g'));
  const joined = joinWraps(tail, first, rest);
  const body = joined.body.toLowerCase();
  const requestId = `req_${body}`;
  if (isRequestId(requestId) && /^[_\-–—:.]?$/.test(separator)) {
    if (joined.certain) {
      yield { at, id: { requestId, traceId: undefined } };
      return;
    }
    yield damagedHit(at, whole, body, 'it is broken over two lines');
    return;
  }
  // Prose such as "req. the invoice" is no damaged id: that takes digits.
  if (!/\d/.test(first) || (separator.includes(' ') && first.length < 12)) return;
  const glued = GLUED.exec(first.toLowerCase())?.[1];
  if (glued !== undefined) {
    yield damagedHit(at, whole, glued, 'other letters follow it');
    return;
  }
  const digits = readAsHex(first);
  if (digits === undefined || digits.length < 4) return;
  yield damagedHit(
    at,
    whole.slice(0, 3 + separator.length + first.length),
    digits,
    whyOf(first, digits),
  );
}

function whyOf(body: string, digits: string): string {
  if (digits.length < 16) return `it has ${digits.length} of 16 characters`;
  if (digits.length > 16) return `it has ${digits.length} characters instead of 16`;
  return digits === body.toLowerCase()
    ? 'it is not written as req_ and 16 characters'
    : 'some characters are not hexadecimal digits';
}

function damagedHit(at: number, whole: string, digits: string, why: string): Hit {
  const candidate = `req_${digits}`;
  return {
    at,
    damaged: {
      text: whole.replace(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS),
      digits,
      repaired: isRequestId(candidate) ? candidate : undefined,
      why,
    },
  };
}

/**
 * An id that a mail client wrapped goes on in the next line. The next line's first word may also be
 * a word, so a join without an encoding's own mark needs digits in what is joined.
 */
function joinWraps(
  tail: string,
  first: string,
  rest: readonly string[],
): { body: string; certain: boolean } {
  if (first.length >= 16) return { body: first, certain: true };
  let body = first;
  for (const part of rest) {
    body += part;
    if (body.length >= 16) {
      const marked = /[=\\]\r?\n/.test(tail);
      return { body, certain: marked || (/\d/.test(part) && part.length >= 3) };
    }
  }
  return { body: first, certain: true };
}

function* traceHits(text: string): Generator<Hit> {
  for (const match of text.matchAll(TRACE)) {
    const traceId = match[0].toLowerCase();
    const requestId = requestIdOf(traceId);
    // 32 hex digits may be a UUID or a checksum: others must be called a trace.
    const named = TRACE_NAMED.test(text.slice(Math.max(0, match.index - 40), match.index));
    const alone = text.trim().length === 32;
    if (requestId === undefined && !(isTraceId(traceId) && (named || alone))) continue;
    yield { at: match.index, id: { requestId, traceId } };
  }
}

/** 16 digits that are called a request id but lack `req_` are offered, because span ids look so, too. */
function* bareHits(text: string): Generator<Hit> {
  const alone = /^[0-9a-f]{16}$/i.test(text.trim());
  for (const match of text.matchAll(SIXTEEN)) {
    if (!alone && !BARE.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
    yield damagedHit(match.index, match[0], match[0].toLowerCase(), 'it lacks req_');
  }
}
