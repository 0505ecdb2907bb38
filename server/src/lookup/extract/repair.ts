/** Letters and digits that people and scanners take for a hex digit. */
const CONFUSED: Readonly<Record<string, string>> = {
  o: '0',
  q: '9',
  i: '1',
  l: '1',
  '|': '1',
  '!': '1',
  s: '5',
  $: '5',
  z: '2',
  g: '9',
  t: '7',
  h: 'b',
  u: 'a',
};

/** Cyrillic and Greek letters that look like a hex digit. */
const LOOKALIKE: Readonly<Record<string, string>> = {
  а: 'a',
  α: 'a',
  в: 'b',
  ь: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ё: 'e',
  ε: 'e',
  о: '0',
  ο: '0',
  з: '3',
  б: '6',
};

/** `body` in hex digits where every character has an obvious meaning, else undefined. */
export function readAsHex(body: string): string | undefined {
  let hex = '';
  for (const character of body.toLowerCase()) {
    const digit = /[0-9a-f]/.test(character)
      ? character
      : (CONFUSED[character] ?? LOOKALIKE[character]);
    if (digit === undefined) return undefined;
    hex += digit;
  }
  return hex;
}

/**
 * Ids one typing mistake away from 16 hex digits: a digit replaced, two neighbours swapped. Asked
 * of the store before they are offered, so no id is offered that does not exist.
 */
export function nearIds(digits: string): string[] {
  const near = new Set<string>();
  for (let at = 0; at < digits.length; at++) {
    const [before, after] = [digits.slice(0, at), digits.slice(at + 1)];
    for (const digit of '0123456789abcdef') near.add(before + digit + after);
    const next = digits[at + 1];
    if (next !== undefined) near.add(before + next + digits[at] + digits.slice(at + 2));
  }
  near.delete(digits);
  near.delete('0'.repeat(16));
  return [...near].map((hex) => `req_${hex}`);
}

/** More pairs that look alike would be too many ids to ask for. */
const MOST_ALIKE = 6;

/** Ids that a scanner may have read as these 16 hex digits: any of their `b` and `8` taken for the other. */
export function alikeIds(digits: string): string[] {
  const places = [...digits.matchAll(/[b8]/g)].map(({ index }) => index).slice(0, MOST_ALIKE);
  let bodies = [digits];
  for (const at of places) {
    const other = digits[at] === 'b' ? '8' : 'b';
    bodies = bodies.flatMap((body) => [body, body.slice(0, at) + other + body.slice(at + 1)]);
  }
  return bodies.slice(1).map((hex) => `req_${hex}`);
}

/** Ids that 17 or 18 digits may have been: one or two of them typed twice or too much. */
export function shortened(digits: string): string[] {
  let bodies = new Set([digits]);
  for (let extra = digits.length - 16; extra > 0; extra--) {
    const shorter = new Set<string>();
    for (const body of bodies)
      for (let at = 0; at < body.length; at++) shorter.add(body.slice(0, at) + body.slice(at + 1));
    bodies = shorter;
  }
  return [...bodies].map((hex) => `req_${hex}`);
}
