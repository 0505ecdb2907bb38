import { ALPHABETS, foldBody, foldsCase, hasForm, type IdForm } from '@request-desk/shared/id-form';
import { traceOfId } from '@request-desk/shared/id-trace';
import { isTraceId } from '@request-desk/shared/ids';
import type { Profile } from '@request-desk/shared/profile';
import type { DamagedId, Extraction, FoundId } from './extract.ts';
import type { Extractor } from './extractor.ts';
import { normalise } from './normalise.ts';

type Form = Profile['request_id'];

const MOST_DAMAGED = 50;
/** Fewer characters after a prefix are a word. */
const LEAST = 4;
const TRACE =
  /(?:trace[-_ ]?id|traceparent|trace)["'\s:=>]{1,8}(?:00-)?([0-9a-f]{32})(?![0-9a-z])|^\s*([0-9a-f]{32})\s*$/gi;
/** Letters that Crockford's alphabet leaves out because people take them for digits. */
const CROCKFORD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** Finds ids of any declared form: its prefix, then as many characters of its alphabet as it has. */
export function declaredIds(form: Form): Extractor {
  const flags = foldsCase(form) ? 'gi' : 'g';
  // A prefix is letters, digits, _ and - alone: nothing in it is a pattern.
  const candidate = new RegExp(`(?<![0-9A-Za-z_-])${form.prefix}([0-9A-Za-z]{1,80})`, flags);
  const kept = new RegExp(form.prefix, 'i');
  const opening = form.prefix.toLowerCase();
  return {
    extract: (text, limit) => extract(form, candidate, normalise(text, kept), limit),
    opening,
    whole: new RegExp(`^${opening}[0-9a-z]{${form.length}}(?![0-9a-z])`),
  };
}

function extract(form: Form, candidate: RegExp, text: string, limit: number): Extraction {
  const ids = new Map<string, FoundId>();
  const damaged = new Map<string, DamagedId>();
  for (const [whole, body = ''] of text.matchAll(candidate)) {
    const requestId = form.prefix + foldBody(form, body);
    if (hasForm(form, requestId)) ids.set(requestId, foundId(form, requestId));
    else if (body.length >= LEAST && /\d/.test(body) && damaged.size < MOST_DAMAGED)
      damaged.set(whole, damagedId(form, whole, body));
  }
  for (const [, named, alone] of text.matchAll(TRACE)) {
    const traceId = (named ?? alone ?? '').toLowerCase();
    if (isTraceId(traceId)) ids.set(traceId, { requestId: undefined, traceId });
  }
  return {
    ids: [...ids.values()].slice(0, limit),
    damaged: [...damaged.values()].filter(({ repaired }) => !ids.has(repaired ?? '')),
    ignored: Math.max(0, ids.size - limit),
  };
}

function foundId(form: Form, requestId: string): FoundId {
  return { requestId, traceId: traceOfId(form, requestId) };
}

function damagedId(form: IdForm, text: string, body: string): DamagedId {
  const read = repairedBody(form, body);
  const candidate = form.prefix + read;
  return {
    text,
    digits: read,
    repaired: hasForm(form, candidate) ? candidate : undefined,
    why: whyOf(form, body),
  };
}

function repairedBody(form: IdForm, body: string): string {
  const folded = foldBody(form, body);
  return form.alphabet === 'crockford32'
    ? folded.replace(/[ILO]/g, (letter) => CROCKFORD[letter] ?? letter)
    : folded;
}

function whyOf(form: IdForm, body: string): string {
  const { length, alphabet } = form;
  if (body.length < length) return `it has ${body.length} of ${length} characters`;
  if (body.length > length) return `it has ${body.length} characters instead of ${length}`;
  const characters: string = ALPHABETS[alphabet];
  const strange = [...foldBody(form, body)].some((character) => !characters.includes(character));
  return strange
    ? 'some characters are not of the alphabet of these ids'
    : 'its check character does not fit';
}
