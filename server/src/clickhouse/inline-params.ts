type Params = Readonly<Record<string, unknown>>;

/**
 * Writes parameters into a statement in place of their `{name: Type}`: the embedded engine runs
 * statements with bound parameters one after another in the whole process, those without side by
 * side. Numbers are digits; texts are hex digits unless they are plain, so that no value can be read as
 * SQL. What is neither, nor a date or a list of these, is left to be bound.
 *
 * Each function of a statement costs its analysis, also one of a constant: half of what a lookup costs
 * is that. So plain texts, and numbers where their type does not matter, are literals.
 */
export function inlineParams(
  sql: string,
  params: Params,
): { readonly sql: string; readonly params: Params } {
  const used = new Set<string>();
  const inlined = sql.replace(PLACE, (place, name: string, type: string, at: number) => {
    const isCompared = COMPARING.test(sql.slice(Math.max(0, at - 12), at));
    const literal = Object.hasOwn(params, name)
      ? literalOf(params[name], type, isCompared)
      : undefined;
    if (literal === undefined) return place;
    used.add(name);
    return literal;
  });
  // A parameter may stand in two places with two types, of which one cannot be written out.
  const open = new Set([...inlined.matchAll(PLACE)].map((match) => match[1]));
  const left = Object.entries(params).filter(([name]) => open.has(name) || !used.has(name));
  return { sql: inlined, params: Object.fromEntries(left) };
}

const PLACE = /\{(\w+): *([A-Za-z0-9()]+)\}/g;
/** What stands before a value that is compared by what it is, whatever the width of its type. */
const COMPARING = /(?:(?<!-)[<>=]|\bLIMIT|\bIN) ?\(?$/;
/** Neither quotes, backslashes nor braces. */
const PLAIN = /^[\w ./:+-]{0,500}$/;

function literalOf(value: unknown, type: string, isCompared: boolean): string | undefined {
  if (type === 'String') return typeof value === 'string' ? textOf(value) : castOf(value, type);
  if (Array.isArray(value)) return listOf(value, type, isCompared);
  // A text that is all digits and dashes is no more than that within quotes.
  if (type === 'Date' && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))
    return `CAST('${value}', 'Date')`;
  // Compared with a number with a point, its shortest digits are read as the very same.
  if (isCompared && type === 'Float64' && Number.isFinite(value)) return String(value);
  return isCompared && /^U?Int\d+$/.test(type) ? numberOf(value, type) : castOf(value, type);
}

function listOf(values: readonly unknown[], type: string, isCompared: boolean): string | undefined {
  if (values.length === 0) return undefined;
  if (type === 'Array(String)')
    return values.every((one) => typeof one === 'string')
      ? `[${values.map(textOf).join(', ')}]`
      : undefined;
  const numbers = values.map((one) => numberOf(one, type));
  if (numbers.includes(undefined)) return undefined;
  const list = `[${numbers.join(', ')}]`;
  return isCompared && /^Array\(UInt\d+\)$/.test(type) ? list : `CAST(${list}, '${type}')`;
}

function castOf(value: unknown, type: string): string | undefined {
  const number = numberOf(value, type);
  return number === undefined ? undefined : `CAST(${number}, '${type}')`;
}

/** Whole numbers, also beyond what JavaScript counts exactly: as bigint or in decimal digits. */
function numberOf(value: unknown, type: string): string | undefined {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  const digits = typeof value === 'string' && /Int\d+\)?$/.test(type);
  return digits && /^-?\d{1,20}$/.test(value) ? value : undefined;
}

function textOf(text: string): string {
  return PLAIN.test(text) ? `'${text}'` : `unhex('${Buffer.from(text).toString('hex')}')`;
}
