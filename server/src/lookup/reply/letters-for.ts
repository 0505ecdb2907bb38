import type { Dossier } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import type { LookupOptions } from '../sources.ts';
import { batchReplies } from './batch.ts';
import { writerOf } from './dossier-replies.ts';
import { replyLocale } from './locales.ts';
import { withoutIdReplies } from './other-letters.ts';

/** The drafts for one text: by organisation, or what to ask where the text holds no id. */
export function lettersFor(
  options: LookupOptions,
  items: readonly Dossier[],
  locale: string | undefined,
): Pick<Lookups, 'reply' | 'org_replies' | 'without_id'> {
  const writer = writerOf(options);
  const found = items.filter((item) => item.found);
  const own = batchReplies(writer, found, options.now());
  const [first] = own;
  const only = own.length === 1 ? first?.replies[replyLocale(options.profile, locale)] : undefined;
  return {
    reply: only ?? null,
    org_replies: own,
    ...(items.length === 0 ? { without_id: withoutIdReplies(writer) } : {}),
  };
}
