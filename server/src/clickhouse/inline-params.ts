type Params = Readonly<Record<string, unknown>>;

/**
 * Writes parameters into a statement in place of their `{name: Type}`: the embedded engine runs
 * statements with bound parameters one after another in the whole process, those without side by
 * side. Numbers are digits, texts are hex digits, so that no value can be read as SQL; what is
 * neither, or lists of them, is left to be bound.
 */
export function inlineParams(
  sql: string,
  params: Params,
): { readonly sql: string; readonly params: Params } {
  const used = new Set<string>();
  const inlined = sql.replace(PLACE, (place, name: string, type: string) => {
    const literal = Object.hasOwn(params, name) ? literalOf(params[name], type) : undefined;
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

function literalOf(value: unknown, type: string): string | undefined {
  const number = numberOf(value);
  if (number !== undefined) return `CAST(${number}, '${type}')`;
  if (typeof value === 'string') return type === 'String' ? textOf(value) : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((one) => numberOf(one) !== undefined))
    return `CAST([${value.join(', ')}], '${type}')`;
  if (type !== 'Array(String)' || !value.every((one) => typeof one === 'string')) return undefined;
  return `[${value.map(textOf).join(', ')}]`;
}

function numberOf(value: unknown): string | undefined {
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : undefined;
}

function textOf(text: string): string {
  return `unhex('${Buffer.from(text).toString('hex')}')`;
}
