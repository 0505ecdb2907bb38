import type { Clue } from '@request-desk/shared/likely-api';
import type { Profile } from '@request-desk/shared/profile';
import { clientNames } from '../named-by-client.ts';
import { callClues } from './call-clues.ts';
import { codeClues } from './code-clues.ts';
import { idClues } from './id-clues.ts';
import { statedTimes } from './stated-times.ts';

/** What a text says of the calls it is about, before anybody is asked who is meant by a name. */
export interface TextClues {
  /** All but names of organisations. */
  readonly clues: readonly Clue[];
  /** Words in small letters, in order, where names of organisations are looked for. */
  readonly words: readonly string[];
  /** Domains of mail addresses, in small letters. */
  readonly domains: readonly string[];
  /** What may be a client's own id of a call. */
  readonly names: readonly string[];
}

const MOST_WORDS = 6_000;
const MOST_CLUES = 40;
const DOMAIN = /@([a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4})\b/gi;

/**
 * The clues in `readings`, which are the same text decoded in different ways; it was pasted at
 * `nowMs`. Linear time.
 */
export function cluesIn(profile: Profile, readings: readonly string[], nowMs: number): TextClues {
  const texts = [...new Set(readings.map(plainText))];
  const clues = new Map<string, Clue>();
  const words: string[] = [];
  const domains = new Set<string>();
  for (const text of texts) {
    for (const one of [
      ...idClues(profile, text),
      ...codeClues(profile, text),
      ...callClues(profile, text),
      ...statedTimes(text, nowMs),
    ]) {
      const name = `${one.kind} ${one.from ?? one.value}`;
      if (clues.size < MOST_CLUES && !(clues.get(name)?.sure ?? false)) clues.set(name, one);
    }
    for (const [, domain = ''] of text.matchAll(DOMAIN)) domains.add(domain.toLowerCase());
    for (const [word] of text.matchAll(/[\p{L}\p{N}]{1,60}/gu))
      if (words.length < MOST_WORDS) words.push(word.toLowerCase());
  }
  return {
    clues: [...clues.values()],
    words,
    domains: [...domains].slice(0, 50),
    names: [...new Set(texts.flatMap(clientNames))].slice(0, 50),
  };
}

/** What of a mail is no word of its writer: tags, and style sheets. */
const STYLE = /<(style|script|head)\b[^>]{0,300}>[^<]{0,20000}<\/\1>/gi;
const BLOCK = /<\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote)\b[^<>]{0,300}>/gi;
/** A mail address in angle brackets is none. */
const TAG = /<\/?[a-z](?![^<>\s]{0,200}@)[^<>]{0,300}>/gi;

/** Text without the tags of HTML; a line for each block. Linear time. */
function plainText(text: string): string {
  return text.replace(STYLE, '\n').replace(BLOCK, '\n').replace(TAG, ' ');
}
