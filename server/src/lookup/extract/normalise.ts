/** Characters that show nothing and break words: zero-width, soft hyphen, bidi controls, BOM. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u115f|\u034f/gu;

/** Tags that mail clients and terminals put into the middle of a word. */
const TAGS =
  /<\/?(?:wbr|b|i|u|em|strong|span|font|mark|code|tt|a|ins|del|kbd|samp|shy)\b[^<>\n]{0,300}>/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal's colours are
const ANSI = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;

/** An id in an attribute, such as a link, stays. */
const HAS_ID = /req|[0-9a-f]{32}/i;

const ENTITIES: Readonly<Record<string, string>> = {
  lowbar: '_',
  underbar: '_',
  shy: '',
  zwnj: '',
  zwj: '',
  nbsp: ' ',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
};

/**
 * Undoes what mail, browsers, shells and logs do to text: encodings, invisible characters, markup
 * inside words (but tags that `kept` finds an id in), full-width letters. Only ASCII comes out of an encoding, so nothing is invented.
 */
export function normalise(text: string, kept = HAS_ID): string {
  let clean = text;
  // Encoded twice is common (a URL in HTML, JSON in JSON); more is not.
  for (let round = 0; round < 2; round++) {
    const before = clean;
    clean = decodeOnce(clean);
    if (clean === before) break;
  }
  return clean
    .replace(INVISIBLE, '')
    .replace(/[\uff01-\uff5e]/g, halfWidth)
    .replace(ANSI, '')
    .replace(TAGS, (tag) => (kept.test(tag) ? tag : ''));
}

function decodeOnce(text: string): string {
  return text
    .replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
      return printable(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal), whole);
    })
    .replace(/%(?:25)?([2-7][0-9a-f])/gi, (whole, hex) =>
      printable(Number.parseInt(hex, 16), whole),
    )
    .replace(/\\+u00([2-7][0-9a-f])/gi, (whole, hex) => printable(Number.parseInt(hex, 16), whole))
    .replace(/\\+x([2-7][0-9a-f])/gi, (whole, hex) => printable(Number.parseInt(hex, 16), whole))
    .replace(/=5f/gi, '_')
    .replace(/\\_/g, '_');
}

/** The character of an encoded code point; invisible ones vanish, the rest stays as it was. */
function printable(point: number, whole: string): string {
  if (point >= 0x20 && point < 0x7f) return String.fromCharCode(point);
  return point <= 0xffff && String.fromCharCode(point).replace(INVISIBLE, '') === '' ? '' : whole;
}

function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}
