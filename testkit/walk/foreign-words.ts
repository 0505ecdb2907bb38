/** What only the Meetso API has: its name, how its ids and keys begin, and its codes. */
const FOREIGN =
  /meetso|mts_|mtg_|invalid_request|invalid_cursor|\bunauthorized\b|invalid_key|scope_missing|not_found|rate_limited|internal_error/i;
/** In the bundle, zod calls one of its own issues by the same name as one of the codes. */
const ZOD = /(?:code(?:===|:)|case ?)[`'"]invalid_key[`'"]/g;

/** Where a desk of another API says one of them: the place, and the words around. */
export function foreignIn(said: ReadonlyMap<string, string>): string[] {
  return [...said].flatMap(([where, text]) => {
    const read = where.endsWith('.js') ? text.replace(ZOD, '') : text;
    const { index } = FOREIGN.exec(read) ?? {};
    if (index === undefined) return [];
    return [`${where}: …${read.slice(Math.max(0, index - 60), index + 60)}…`];
  });
}
