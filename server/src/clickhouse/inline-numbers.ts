/**
 * Writes whole numbers, and lists of them, into a statement in place of their `{name: Type}`. The
 * embedded engine runs statements with bound parameters one after another, those without side by
 * side; a number needs no quoting. What is left has to be bound.
 */
export function inlineNumbers(
  sql: string,
  params: Readonly<Record<string, unknown>>,
): { readonly sql: string; readonly params: Readonly<Record<string, unknown>> } {
  const left: Record<string, unknown> = {};
  const numbers = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    const text = literalOf(value);
    if (text === undefined) left[name] = value;
    else numbers.set(name, text);
  }
  const inlined = sql.replace(
    /\{(\w+): *([A-Za-z0-9()]+)\}/g,
    (all, name: string, type: string) => {
      const text = numbers.get(name);
      return text === undefined ? all : `CAST(${text}, '${type}')`;
    },
  );
  return { sql: inlined, params: left };
}

function literalOf(value: unknown): string | undefined {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((one) => Number.isSafeInteger(one)) ? `[${value.join(', ')}]` : undefined;
}
