import { isRequestId } from '@request-desk/shared/ids';
import { damagedHit, type Hit } from './hits.ts';
import type { IdEdges } from './normalise.ts';
import { readAsHex } from './repair.ts';
import { joinWraps, WRAP } from './wraps.ts';

const LENGTH = 16;

/** `req`, a separator, and what follows until something that cannot be part of an id. */
const REQUEST = new RegExp(
  String.raw`(?<![0-9a-z])(req)([*~]{0,2}[_\-–—:.+ ]{1,3}[*~]{0,2}|(?=[0-9a-f]{16}))` +
    // A sign before the next id is not one that was misread in this one.
    `((?:(?![|!$]req[_-])[0-9a-z|!$а-яёαβεοԁ]|${WRAP}(?=[0-9a-f])){1,60})`,
  'giu',
);
/** What stands between groups of digits. */
const BETWEEN = String.raw`[ \u00a0\u2000-\u200a\u202f\u3000.·+-]`;
/** The sign after `req`, or its name as it is dictated. */
const SIGN = `(?:[_+-]${BETWEEN}?|${BETWEEN}(?:(?:under ?score|unterstrich|underline|tiefstrich)${BETWEEN})?)`;
const GROUPED = new RegExp(
  `(?<![0-9a-z])req${SIGN}((?:[0-9a-f]{2}|[0-9a-f]{4}|[0-9a-f]{8})(?:${BETWEEN}[0-9a-f]{2,8}){1,7}` +
    `|[0-9a-f](?:${BETWEEN}[0-9a-f]){15})(?![0-9a-z])`,
  'gi',
);
const DICTATED =
  /(?<![0-9a-z])req[ ,]{1,2}(?:under ?score|unterstrich|underline|tiefstrich)[ ,:]{1,2}([0-9a-f]{16})(?![0-9a-z])/gi;
/** 16 digits, and no letter or digit after them: an id, whatever sign follows. */
const WHOLE = /^[0-9a-f]{16}(?![0-9a-zа-яёαβεοԁ])/iu;
/** 16 digits and then a word that has nothing to do with them. */
const GLUED = /^([0-9a-f]{16})[^0-9a-f]/;
/** A word, a label or a time ends where the id begins. */
const GLUED_BEFORE = /(?<=[0-9a-z])req[_-]([0-9a-f]{16})(?![0-9a-f])/gi;
/** What a scanner, a keyboard or another alphabet makes of `req_`. */
const MISREAD =
  /(?<![0-9a-zа-яё])(?!req[_\-. ])((?:[rг][eе3][qg9aopw]|[rг][cеoa3w]q|[tfd4]eq|rq|eq|rreq|reeq|reqq|erq|rqe)[_\-. ])([0-9a-zа-яё]{16})(?![0-9a-z])/giu;
const BARE = /(?:request|req|correlation)[-_ ]?id["'\s:=>#]{1,8}(?:3d)?$/i;
/** Other names that people have for it: what follows has to have a letter, so that it is no other number. */
const CALLED =
  /(?<![a-z])(?:request|req|anfragen?|vorgang|referen[cz]e?|ref|correlation|(?:fehler|error|support)(?=[-_ ]?(?:id|nr|num|no|ken|code)))(?:[-_ ]?(?:id|nr\.?|no\.?|num(?:ber|mer)|kennung|code))?["'\s:=>#/([]{1,8}$/i;
/** After `=3D`, which is `=` in quoted-printable, as well. */
const SIXTEEN = /(?:(?<![0-9a-z_-])|(?<==3d))[0-9a-f]{16}(?![0-9a-z_-])/gi;

/** Where ids of this form begin and end. */
export const HEX_EDGES: IdEdges = {
  within: /req[^0-9a-z]{1,8}[0-9a-f]{4}|[0-9a-f]{32}/i,
  begins: /^req[_-][0-9a-f]/i,
  ends: /req[_-][0-9a-f]{16}$/i,
};

/** Every request id of the form `req_` and 16 hex digits that stands in a reading of a text. */
export function hexHits(text: string): Hit[] {
  const grouped = [...groupedHits(text)];
  const taken = new Set(grouped.map(({ at }) => at));
  return [...grouped, ...requestHits(text, taken), ...gluedHits(text), ...bareHits(text)];
}

/** Digits in groups, as they are dictated and printed: offered, because a word may have joined them. */
function* groupedHits(text: string): Generator<Hit> {
  for (const match of text.matchAll(GROUPED)) {
    const digits = (match[1] ?? '').replace(/[^0-9a-f]/gi, '').toLowerCase();
    if (digits.length === LENGTH)
      yield damagedHit(match.index, match[0], digits, 'it is in groups');
  }
  for (const { 0: whole, 1: digits = '', index } of text.matchAll(DICTATED))
    yield damagedHit(index, whole, digits.toLowerCase(), 'its sign is written as a word');
}

function* requestHits(text: string, taken: ReadonlySet<number>): Generator<Hit> {
  for (const match of text.matchAll(REQUEST)) {
    if (taken.has(match.index)) continue;
    const [whole, , separator = '', tail = ''] = match;
    yield* hitOf(match.index, whole, separator.replace(/[*~]/g, ''), tail);
  }
}

function* hitOf(at: number, whole: string, separator: string, tail: string): Generator<Hit> {
  const direct = /^[_\-–—:.]?$/.test(separator);
  const joined = joinWraps(WHOLE.exec(tail)?.[0] ?? tail, LENGTH);
  const body = (WHOLE.exec(joined.body)?.[0] ?? joined.body).toLowerCase();
  const requestId = `req_${body}`;
  if (isRequestId(requestId) && direct) {
    if (joined.certain) yield { at, id: { requestId, traceId: undefined } };
    else yield damagedHit(at, whole, body, 'it is broken over two lines');
    return;
  }
  const first = /^[^\s=\\-]*/.exec(tail)?.[0] ?? '';
  // Prose such as "req. the invoice" is no damaged id: that takes digits.
  if (!/\d/.test(first) || (separator.includes(' ') && first.length < 12)) return;
  const glued = gluedTo(first.toLowerCase());
  if (glued !== undefined) {
    yield damagedHit(at, whole, glued, 'other letters follow it');
    return;
  }
  const digits = readAsHex(first);
  if (digits === undefined || digits.length < 4) return;
  const shown = whole.slice(0, whole.length - tail.length + first.length);
  yield damagedHit(at, shown, digits, whyOf(first, digits));
}

/** The 16 digits that a word or a time is glued to; one or two more digits may be slips of the hand. */
function gluedTo(first: string): string | undefined {
  const longer = first.length > LENGTH + 2 && /^[0-9a-f]{16}/.test(first);
  return longer ? first.slice(0, LENGTH) : GLUED.exec(first)?.[1];
}

function* gluedHits(text: string): Generator<Hit> {
  for (const { 0: whole, 1: digits = '', index } of text.matchAll(GLUED_BEFORE))
    yield damagedHit(index, whole, digits.toLowerCase(), 'other letters stand right before it');
  for (const { 0: whole, 1: begin = '', 2: body = '', index } of text.matchAll(MISREAD)) {
    const digits = /\d/.test(body) ? readAsHex(body) : undefined;
    if (digits !== undefined)
      yield damagedHit(index, whole, digits, `it begins with ${begin}, not with req_`);
  }
}

function whyOf(body: string, digits: string): string {
  if (digits.length < LENGTH) return `it has ${digits.length} of 16 characters`;
  if (digits.length > LENGTH) return `it has ${digits.length} characters instead of 16`;
  return digits === body.toLowerCase()
    ? 'it is not written as req_ and 16 characters'
    : 'some characters are not hexadecimal digits';
}

/** 16 digits that are called a request id but lack `req_` are offered, because span ids look so, too. */
function* bareHits(text: string): Generator<Hit> {
  const alone = /^[0-9a-f]{16}$/i.test(text.trim());
  for (const match of text.matchAll(SIXTEEN)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    if (!alone && !BARE.test(before) && !(/[a-f]/i.test(match[0]) && CALLED.test(before))) continue;
    yield damagedHit(match.index, match[0], match[0].toLowerCase(), 'it lacks req_');
  }
}
