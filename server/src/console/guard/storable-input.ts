import type { FastifyRequest } from 'fastify';
import { badRequest } from '../console-error.ts';

/** What asks the telemetry store, whose texts may hold anything, and what is read for ids alone. */
const OF_REQUESTS = /^\/support\/v1\/(?:requests|lookups)\b/;

/**
 * Throws ConsoleError (400) for a call that may bring text to the control plane which that cannot store:
 * found only there, it would break off what is under way.
 */
export function checkInput({ routeOptions, params, query, body }: FastifyRequest): void {
  if (OF_REQUESTS.test(routeOptions.url ?? '')) return;
  for (const input of [params, query, body]) refuseUnstorable(input);
}

/**
 * Throws ConsoleError (400) for a text in `value` that the control plane cannot store, and names its
 * field: Postgres takes no NUL, and jsonb no half of a surrogate pair.
 */
function refuseUnstorable(value: unknown): void {
  // Not by recursion: what came from outside may be nested deeper than the stack is.
  const open: { readonly at: string; readonly value: unknown }[] = [{ at: '', value }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, value } = next;
    if (typeof value === 'string' && isUnstorable(value)) throw badRequest(`${at}: ${MUST_NOT}`);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    for (const [name, inner] of Object.entries(value))
      if (isUnstorable(name)) throw badRequest(`a field's name ${MUST_NOT}`);
      else open.push({ at: at === '' ? name : `${at}.${name}`, value: inner });
  }
}

const MUST_NOT = 'must not hold NUL or half of a surrogate pair';

function isUnstorable(text: string): boolean {
  return !text.isWellFormed() || text.includes('\0');
}
