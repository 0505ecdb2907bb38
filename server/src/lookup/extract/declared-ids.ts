import { ALPHABETS, foldBody, foldsCase, hasForm, type IdForm } from '@request-desk/shared/id-form';
import { traceOfId } from '@request-desk/shared/id-trace';
import type { Profile } from '@request-desk/shared/profile';
import type { Hit } from './hits.ts';
import type { IdEdges } from './normalise.ts';
import { joinWraps, WRAP } from './wraps.ts';

type Form = Profile['request_id'];

/** Fewer characters after a prefix are a word. */
const LEAST = 4;
/** Letters that Crockford's alphabet leaves out because people take them for digits. */
const CROCKFORD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** Where ids of any declared form begin and end. A prefix is letters, digits, _ and - alone: nothing in it is a pattern. */
export function edgesOf({ prefix, length }: IdForm): IdEdges {
  return {
    within: new RegExp(`${prefix}[0-9A-Za-z]{4}`, 'i'),
    begins: new RegExp(`^${prefix}[0-9a-z]`, 'i'),
    ends: new RegExp(`${prefix}[0-9a-z]{${length}}$`, 'i'),
  };
}

/** Finds ids of any declared form: its prefix, then as many characters of its alphabet as it has. */
export function declaredHits(form: Form): (text: string) => Hit[] {
  const flags = foldsCase(form) ? 'gi' : 'g';
  const prefix = form.prefix.replace(/[_-]/g, '[_-]');
  const body = `((?:[0-9A-Za-z]|${WRAP}(?!${prefix})(?=[0-9A-Za-z])){1,90})`;
  const candidate = new RegExp(`(?<![0-9A-Za-z])(?<![0-9A-Za-z][_-])${prefix}${body}`, flags);
  const glued = new RegExp(
    `(?<=[0-9A-Za-z][_-]?)${form.prefix}([0-9A-Za-z]{${form.length}})(?![0-9A-Za-z])`,
    flags,
  );
  return (text) => [...directHits(form, candidate, text), ...gluedHits(form, glued, text)];
}

function* directHits(form: Form, candidate: RegExp, text: string): Generator<Hit> {
  for (const { 0: whole, 1: tail = '', index: at } of text.matchAll(candidate)) {
    const joined = joinWraps(tail, form.length);
    const requestId = form.prefix + foldBody(form, joined.body);
    if (hasForm(form, requestId)) {
      if (joined.certain) yield { at, id: { requestId, traceId: traceOfId(form, requestId) } };
      else
        yield damagedHit(form, {
          at,
          text: whole,
          body: joined.body,
          why: 'it is broken over two lines',
        });
      continue;
    }
    // With the other sign in it (`CH-8001`) it is one only when nothing is wrong with the rest.
    if (!whole.toLowerCase().startsWith(form.prefix.toLowerCase())) continue;
    const first = /^[0-9A-Za-z]*/.exec(tail)?.[0] ?? '';
    if (first.length < LEAST || !/\d/.test(first)) continue;
    const begin = form.prefix + foldBody(form, first.slice(0, form.length));
    const longer = first.length > form.length && hasForm(form, begin);
    yield longer
      ? damagedHit(form, {
          at,
          text: whole,
          body: first.slice(0, form.length),
          why: 'other letters follow it',
        })
      : damagedHit(form, { at, text: form.prefix + first, body: first, why: whyOf(form, first) });
  }
}

function* gluedHits(form: Form, glued: RegExp, text: string): Generator<Hit> {
  for (const { 0: whole, 1: body = '', index } of text.matchAll(glued))
    if (hasForm(form, form.prefix + foldBody(form, body)))
      yield damagedHit(form, {
        at: index,
        text: whole,
        body,
        why: 'other letters stand right before it',
      });
}

interface Damage {
  readonly at: number;
  readonly text: string;
  /** What stands in the place of its body. */
  readonly body: string;
  readonly why: string;
}

function damagedHit(form: IdForm, { at, text, body, why }: Damage): Hit {
  const read = repairedBody(form, body);
  const candidate = form.prefix + read;
  const repaired = hasForm(form, candidate) ? candidate : undefined;
  return { at, damaged: { text: text.replace(/\s+/g, ' '), digits: read, repaired, why } };
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
