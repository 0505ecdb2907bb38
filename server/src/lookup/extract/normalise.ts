import { textOfBytes } from '@request-desk/shared/bytes-text';
import { decodeEncodedWords, hasEncodedWords, withoutUrlDefense } from './mail-words.ts';
import { bytesText, decodeQuotedPrintable, QUOTED_SOFT_BREAK } from './quoted-printable.ts';
import { rtfText } from './rtf.ts';

/**
 * Characters that show nothing and break words: zero-width, soft hyphen, bidi controls, BOM; and lines
 * drawn under or through a letter.
 */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u115f|\u034f|[\u0331-\u0338]/gu;
/** Letters and digits in other shapes: full width, and those that stand for bold and monospaced text. */
const STYLED = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu;

/** Tags that mail clients and terminals put into the middle of a word. */
const TAGS =
  /<!--[^<>]{0,300}-->|<\/?(?:wbr|b|i|u|em|strong|span|font|mark|code|tt|a|ins|del|kbd|samp|shy)\b[^<>\n]{0,300}>/gi;
/** A colour that a terminal, `cat -v` or a log wrote, or what is left of it without its ESC. */
const COLOUR =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal's colours are
  /(?:\u001b|\^\[|\\{1,8}(?:e|033))\[[0-9;:?]{0,24}[A-Za-z]|\[\d{1,3}(?:;\d{1,3}){0,5}m/g;

const ENTITIES: Readonly<Record<string, string>> = {
  lowbar: '_',
  underbar: '_',
  shy: '',
  zwnj: '',
  zwj: '',
  nbsp: ' ',
  newline: '\n',
  tab: '\t',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
};
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What of a form of id the readings have to know, so that they do not take one apart. */
export interface IdEdges {
  /** An id in a tag, such as a link: that tag stays. */
  readonly within: RegExp;
  /** How an id begins, at the start of a text; how a whole one ends, at the end of a text. */
  readonly begins: RegExp;
  readonly ends: RegExp;
}

/** Longer than any declared id: so much is looked at around a mark that is taken out. */
const AROUND = 140;

/**
 * The readings of `text` that its writer may have meant: without what mail, browsers, shells and
 * logs do to it; and the same with backslash escapes and quoted-printable undone, which ordinary
 * text may only look like (`\req_…` in a path, `id=a8…`). Each takes linear time.
 */
export function readingsOf(raw: string, edges: IdEdges): string[] {
  const text = narrow(raw);
  const readings = [clean(decoded(text, decodeOnce), edges)];
  if (hasEncodedWords(text))
    readings.push(clean(decoded(decodeEncodedWords(text), decodeOnce), edges));
  if (/\\|=|#0[0-3][0-7]/.test(text) || /%5c|%3d/i.test(text)) {
    readings.push(clean(decoded(text, decodeEscapes), edges));
    // `id=3D70…` once decoded looks as if it were encoded.
    if (/=3d(?:=\r?\n[> ]*)?[0-9a-f]/i.test(text))
      readings.push(clean(decodeQuotedPrintable(text.replace(QUOTED_SOFT_BREAK, '')), edges));
    // What follows a soft break may be the mark of a quote, or the text's own.
    if (/[>|]|3e|gt;/i.test(text)) readings.push(clean(decoded(text, decodeQuoted), edges));
  }
  const rich = rtfText(text);
  if (rich !== undefined) readings.push(clean(decoded(rich, decodeEscapes), edges));
  return [...new Set(readings)];
}

/** UTF-16 that was read as bytes. */
function narrow(text: string): string {
  if (!text.includes('\0')) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes are what is asked for
  const bytes = !/[^\u0000-\u00ff]/.test(text);
  return bytes ? textOfBytes(Buffer.from(text, 'latin1')) : text.replaceAll('\0', '');
}

/** Encoded twice is common (a URL in HTML, JSON in JSON), in three ways at once known; more is not. */
const ROUNDS = 3;

function decoded(text: string, once: (text: string) => string): string {
  let now = text;
  for (let round = 0; round < ROUNDS; round++) {
    const before = now;
    now = once(before);
    if (now === before) break;
  }
  return now;
}

function clean(text: string, edges: IdEdges): string {
  const cut = (mark: string, ...rest: unknown[]) => gap(mark.length, rest, edges);
  return text
    .replace(INVISIBLE, cut)
    .replace(STYLED, (one) => one.normalize('NFKC'))
    .replace(COLOUR, cut)
    .replace(/<br\b[^<>\n]{0,100}>/gi, '\n')
    .replace(TAGS, (tag, ...rest) => (edges.within.test(tag) ? tag : gap(tag.length, rest, edges)));
}

/** What stands for a mark taken out: nothing within a word, a space where an id begins or ended. */
function gap(length: number, rest: readonly unknown[], edges: IdEdges): '' | ' ' {
  const [at, whole] = rest.slice(-2);
  if (typeof at !== 'number' || typeof whole !== 'string') return '';
  const end = at + length;
  const apart =
    edges.begins.test(whole.slice(end, end + AROUND)) ||
    edges.ends.test(whole.slice(Math.max(0, at - AROUND), at));
  return apart ? ' ' : '';
}

function decodeOnce(text: string): string {
  return (
    withoutUrlDefense(text)
      .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
        if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
        return character(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal), whole);
      })
      .replace(/(?:%(?:25){0,3}[0-9a-f]{2})+/gi, (run) =>
        bytesText(run.replace(/%(?:25){0,3}([0-9a-f]{2})/gi, '$1')),
      )
      .replace(
        /\\{1,8}(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/gi,
        (whole, braced, four, two) => character(Number.parseInt(braced ?? four ?? two, 16), whole),
      )
      .replace(/=5f/gi, '_')
      .replace(/\\{1,8}([_*~<>-])/g, '$1')
      // UTF-8 that was read as Latin-1.
      .replace(/(?:[\u00c2-\u00f4][\u0080-\u00bf]{1,3})+/g, (run) =>
        bytesText(Buffer.from(run, 'latin1').toString('hex')),
      )
  );
}

function decodeQuoted(text: string): string {
  return decodeEscapes(text.replace(QUOTED_SOFT_BREAK, ''));
}

function decodeEscapes(text: string): string {
  const unfolded = decodeOnce(decodeQuotedPrintable(text));
  return (
    unfolded
      .replace(/(?:\\{1,8}'[0-9a-f]{2})+/gi, (run) => bytesText(run.replace(/[\\']/g, '')))
      .replace(/(?:\\{1,8}[0-3][0-7]{2})+/g, (run) => bytesText(hexOfOctal(run)))
      // Control characters as rsyslog writes them.
      .replace(/#0([0-3][0-7])/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
      .replace(/\\{1,8}(?:([nrt])|[bfva0/"'])/g, (_, letter) => LETTERS[letter] ?? ' ')
  );
}

function hexOfOctal(run: string): string {
  const bytes = run.split(/\\+/).slice(1);
  return bytes.map((byte) => Number.parseInt(byte, 8).toString(16).padStart(2, '0')).join('');
}

function character(point: number, whole: string): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
