import { SchemaFault } from './schema-fault.ts';

/** The text from its opening parenthesis to the one that closes it. */
export function balanced(text: string): string {
  let depth = 0;
  const code = codeOf(text);
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
  const code = codeOf(text);
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '(') depth++;
    if (code[at] === ')') depth--;
    if (code[at] !== ',' || depth > 0) continue;
    found.push(text.slice(from, at));
    from = at + 1;
  }
  return [...found, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

const STRING_NAME_OR_COMMENT =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|\/\*.*?\*\/|#[ !][^\n]*/gs;

/** As long as `text`, with nothing in its strings, quoted names and comments that could be read as SQL. */
export function codeOf(text: string): string {
  return text.replaceAll(STRING_NAME_OR_COMMENT, (found) => {
    const [quote = ''] = found;
    if (quote === "'") return '\u00b7'.repeat(found.length);
    if (quote === '"' || quote === '`') return quote + '_'.repeat(found.length - 2) + quote;
    return found.replaceAll(/[^\n]/g, ' ');
  });
}

/** Inserts `addition` behind what `pattern`, a global one, finds outside strings, names and comments. */
export function insertedBehind(text: string, pattern: RegExp, addition: string): string {
  let [whole, from] = ['', 0];
  for (const { 0: found, index } of codeOf(text).matchAll(pattern)) {
    const end = index + found.length;
    whole += text.slice(from, end) + addition;
    from = end;
  }
  return whole + text.slice(from);
}

/**
 * The statements of a schema file, each with the comments before it. Throws SchemaFault for two
 * statements on one line.
 */
export function statementTexts(sql: string): string[] {
  const texts: string[] = [];
  let from = 0;
  for (const { index } of codeOf(sql).matchAll(/;/g)) {
    if (!/^\s*?(?:\n|$)/.test(sql.slice(index + 1)))
      throw new SchemaFault(`a statement and its “;” end a line: ${lineAt(sql, index)}`);
    texts.push(sql.slice(from, index));
    from = index + 1;
  }
  return [...texts, sql.slice(from)];
}

function lineAt(text: string, at: number): string {
  return (
    text
      .slice(text.lastIndexOf('\n', at) + 1, at + 40)
      .split('\n')[0]
      ?.slice(-80) ?? ''
  );
}

/** Without the lines that are comments. */
export function withoutComments(text: string): string {
  return text.replaceAll(/^--.*$/gm, '').trim();
}

/** What a statement of a schema file does to which thing, and what follows. */
interface StatementHead {
  readonly verb: string;
  readonly kind: string;
  readonly name: string;
  readonly rest: string;
}

const HEAD =
  /^(CREATE|ALTER|DROP) (TABLE|MATERIALIZED VIEW|VIEW)(?:(?<!ALTER TABLE) IF (?:NOT )?EXISTS)? (\w+)(?=[\s(]|$)/;

/** How `statement` begins; with empty words where that is another way. */
export function headOf(statement: string): StatementHead {
  const [head = '', verb = '', kind = '', name = ''] = HEAD.exec(statement) ?? [];
  return { verb, kind, name, rest: statement.slice(head.length) };
}

/** The sorting key of a CREATE TABLE: expressions without white space, comma-separated. */
export function sortingKeyOf(statement: string): string {
  const order = /ORDER BY ([\s\S]*?)(?:\n(?:TTL|SETTINGS|PRIMARY)|$)/.exec(statement)?.[1] ?? '';
  return squeezed(order).replace(/^\((.*)\)$/, '$1');
}

/** Without white space, as both sides of a comparison have it. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
