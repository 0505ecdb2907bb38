import { foldBody, hasForm } from '@request-desk/shared/id-form';
import { directoryManaged } from '../../api/directory.ts';
import { apiProfile } from '../../api/profile.ts';
import { idPattern } from '../../ui/id-pattern.ts';

/** Where a pasted text is answered. */
export type Destination =
  | { readonly page: 'request'; readonly id: string }
  | { readonly page: 'org' | 'key' | 'id'; readonly id: string }
  | { readonly page: 'lookup'; readonly text: string };

const TRACE_ID = /^[0-9a-f]{32}$/i;
const LONGEST_ID = 60;
/** What another id may be behind: an encoding, a trace, a number, what a scanner made of a prefix. */
const HIDES =
  /=\r?\n|[=%][0-9a-f]{2}|&#|[0-9a-z+/]{15,}|[0-9a-f]{8}-[0-9a-f]{4}-|trace|\\|re[g9]_|\0|[\uff01-\uff5e]|\p{Cf}/iu;
/** A word of these alone is at most one id; of others it may be an encoding of several. */
const PLAIN_WORD = /^[\w.:!|$~*#'"`<>()[\]{}-]+$/;

/**
 * One id, where nothing else may be one, goes straight to its page; a short word that is like one goes there too, because the server
 * repairs damaged ids; anything longer is looked up as text. The text has no secrets left in it.
 */
export function destinationOf(text: string): Destination | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const other = otherIdIn(trimmed);
  if (other) return other;
  const form = apiProfile().request_id;
  const word = form.prefix.slice(0, -1);
  const found = trimmed.match(idPattern(form, 'gi')) ?? [];
  const ids = new Set(
    found.map((id) => form.prefix + foldBody(form, id.slice(form.prefix.length))),
  );
  const mentions = trimmed.match(new RegExp(`\\b${word}\\b|${word}[_\\s-]`, 'gi'))?.length ?? 0;
  const [only] = ids;
  const rest = trimmed.replaceAll(idPattern(form, 'gi'), '');
  const alone = ids.size === 1 && mentions <= found.length && !HIDES.test(rest);
  if (only !== undefined && alone && hasForm(form, only)) return { page: 'request', id: only };
  if (TRACE_ID.test(trimmed)) return { page: 'request', id: trimmed.toLowerCase() };
  const oneWord = PLAIN_WORD.test(trimmed) && mentions <= 1 && isLikeAnId(trimmed, word);
  if (oneWord && trimmed.length <= LONGEST_ID && ids.size === 0)
    return { page: 'request', id: trimmed };
  return { page: 'lookup', text: trimmed };
}

/** Other words, such as a code, are looked for as what they are. */
function isLikeAnId(text: string, word: string): boolean {
  const digits = /\d/.test(text);
  return /^[0-9a-f]{12,}$/i.test(text) || (digits && new RegExp(`${word}[^a-z]`, 'i').test(text));
}

/** Another id of the API alone: an organisation's or key's page where somebody manages those. */
function otherIdIn(text: string): Destination | undefined {
  const form = apiProfile().other_ids.find((one) => hasForm(one, text));
  if (form === undefined) return undefined;
  return { page: form.names !== 'resource' && directoryManaged() ? form.names : 'id', id: text };
}
