import { isRequestId } from '@request-desk/shared/ids';

/** Where a pasted text is answered. */
export type Destination =
  | { readonly page: 'request'; readonly id: string }
  | { readonly page: 'lookup'; readonly text: string };

const REQUEST_ID = /req_[0-9a-f]{16}(?![0-9a-z])/gi;
const LOOKS_LIKE_ID = /\breq\b|req[_\s-]/gi;
const TRACE_ID = /^[0-9a-f]{32}$/i;
const LONGEST_ID = 60;

/**
 * One id goes straight to its page; a short single word goes there too, because the server repairs
 * damaged ids; anything longer is looked up as text. The text has no secrets left in it.
 */
export function destinationOf(text: string): Destination | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const ids = new Set([...trimmed.matchAll(REQUEST_ID)].map(([id]) => id.toLowerCase()));
  const mentions = trimmed.match(LOOKS_LIKE_ID)?.length ?? 0;
  const [only] = ids;
  const repeats = trimmed.match(REQUEST_ID)?.length ?? 0;
  if (only !== undefined && ids.size === 1 && mentions <= repeats && isRequestId(only))
    return { page: 'request', id: only };
  if (TRACE_ID.test(trimmed)) return { page: 'request', id: trimmed.toLowerCase() };
  if (!/\s/.test(trimmed) && trimmed.length <= LONGEST_ID && ids.size === 0)
    return { page: 'request', id: trimmed };
  return { page: 'lookup', text: trimmed };
}
