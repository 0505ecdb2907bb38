/** The text from its opening parenthesis to the one that closes it. */
export function balanced(text: string): string {
  let depth = 0;
  const code = withoutStrings(text);
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '(') depth++;
    if (code[at] === ')' && --depth === 0) return text.slice(0, at + 1);
  }
  return text;
}

/** Splits at the commas that are in no parenthesis and in no string. */
export function parts(text: string): string[] {
  const found: string[] = [];
  let [depth, from] = [0, 0];
  const code = withoutStrings(text);
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '(') depth++;
    if (code[at] === ')') depth--;
    if (code[at] !== ',' || depth > 0) continue;
    found.push(text.slice(from, at));
    from = at + 1;
  }
  return [...found, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

/** As long as `text`, with nothing in its strings that could be read as SQL. */
export function withoutStrings(text: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.)*'/gs, (string) => '\u00b7'.repeat(string.length));
}

/** Without white space, as both sides of a comparison have it. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
