import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { Dossier, Reply } from '@request-desk/shared/dossier';
import type { LookupOptions } from '../sources.ts';
import { type ReplySources, replyFacts } from './facts.ts';
import { successReplies } from './other-replies.ts';
import { type ReplyWriter, repliesOf } from './reply.ts';

/** What is known beside the event; all of it may be missing. */
export type ReplyContext = Pick<
  ReplySources,
  'key' | 'replacement' | 'holders' | 'context' | 'recovery'
>;

/** The drafts for one request, and the one in the profile's own language. */
export interface Drafts {
  readonly reply: Reply | null;
  readonly replies?: Record<string, Reply>;
}

export function writerOf({ profile, replyEnds = {} }: LookupOptions): ReplyWriter {
  return { profile, ends: replyEnds };
}

/** Answers to the customer who made the request; none where the client left before its answer. */
export function draftsOf(
  options: LookupOptions,
  facts: ReplySources['facts'],
  docsUrl: string,
  more: ReplyContext,
): Drafts {
  const { profile, now } = options;
  if (facts.request.cause === CLIENT_CLOSED) return { reply: null };
  const known = replyFacts({ profile, facts, docsUrl, ...more, now: now() });
  const writer = writerOf(options);
  return inOwn(options, known ? repliesOf(writer, known) : successReplies(writer, facts));
}

/** `replies`, and which of them is the profile's own. */
function inOwn({ profile }: LookupOptions, replies: Record<string, Reply>): Drafts {
  return { reply: replies[profile.locale] ?? null, replies };
}

/** The answer with its reply in `locale`, where it can be written in that language. */
export function inLocale(answer: Dossier, locale: string | undefined): Dossier {
  const { replies = {} } = answer;
  const reply =
    locale !== undefined && Object.hasOwn(replies, locale) ? replies[locale] : undefined;
  return reply ? { ...answer, reply } : answer;
}
