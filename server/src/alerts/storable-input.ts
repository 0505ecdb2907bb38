import { badRequest } from '../console/console-error.ts';

/**
 * Throws ConsoleError (400) for a text in `value` that the control plane cannot store, and names its
 * field: Postgres takes no NUL, and jsonb no half of a surrogate pair.
 */
export function refuseUnstorable(value: unknown): void {
  // Not by recursion: what came from outside may be nested deeper than the stack is.
  const open: { readonly at: string; readonly value: unknown }[] = [{ at: '', value }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, value } = next;
    if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0')))
      throw badRequest(`${at}: must not hold NUL or half of a surrogate pair`);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value))
      open.push({ at: at === '' ? name : `${at}.${name}`, value: inner });
  }
}
