/** The texts that replies to customers are made of, in one language. */
import { z } from 'zod';
import { replyTemplate as text } from './template.ts';

/** What happened, and the one thing that the customer should do. */
export const causeReply = z.strictObject({ what: text, next: text });
export type CauseReply = z.infer<typeof causeReply>;

/** Why an id has no answer; as in the dossier. */
const notFound = z.strictObject({
  malformed: text,
  never_seen: text,
  expired: text,
  too_fresh: text,
  incomplete: text,
  sampled_away: text,
  store_unavailable: text,
});

/** Forms of a field, as rules of validation name them. */
export const VALUE_FORMS = [
  'whole_number',
  'number',
  'text',
  'date_time',
  'one_of',
  'object',
] as const;
/** What a value can be instead, in JSON. */
export const VALUE_KINDS = ['text', 'number', 'boolean', 'null', 'list', 'object'] as const;

/** A text for each of `names`, none of which may be missing. */
function textOfEach<N extends string>(names: readonly N[]) {
  const entries = names.map((name) => [name, text] as const);
  return z.strictObject(Object.fromEntries(entries) as Record<N, typeof text>);
}

/** All of a reply that is the same for every API. */
export const replyFrame = z.strictObject({
  language: z.string().min(1).max(40).describe('As its speakers call it'),
  time: z
    .string()
    .regex(/^(?=.*YYYY)(?=.*MM)(?=.*DD)(?=.*hh:mm).*UTC/)
    .describe(
      'YYYY, MM, DD, hh, mm and ss stand for their digits, such as YYYY-MM-DD hh:mm:ss UTC',
    ),
  greeting: text,
  closing: text,
  opening: text,
  short: text,
  docs: text,
  if_again: text,
  other: causeReply.describe('Of codes that the profile does not know'),
  retried: z.strictObject({ same: text, corrected: text }),
  fault: z.strictObject({ again: text, open: text, not_yet: text, later: text, over: text }),
  problems: z.strictObject({
    required: text,
    unknown: text,
    duplicate: text,
    wrong: text,
    cut_off: text,
    empty: text,
    encoding: text,
    syntax: text,
  }),
  fixes: z.strictObject({
    required: text,
    unknown: text,
    duplicate: text,
    wrong: text,
    unquoted: text,
    cut_off: text,
    empty: text,
    encoding: text,
    syntax: text,
    content_type: text,
    content_encoding: text,
  }),
  forms: textOfEach(VALUE_FORMS),
  kinds: textOfEach(VALUE_KINDS),
  and: z.string().min(1).max(20),
  success: z.strictObject({
    what: text,
    next: text,
    more: text,
    empty: z.strictObject({ filters: text, after_cursor: text, nothing_stored: text }),
  }),
  unanswered: notFound,
  without_id: text,
  damaged_id: text.describe('To a text in which {asked} looks like an id and is none'),
  batch: z.strictObject({ opening: text, group: text, passed: text, more: text }),
});
export type ReplyFrame = z.infer<typeof replyFrame>;

/** A language of a profile: texts of its causes by code, and what it says differently from the frame. */
export const replyCatalogue = z.strictObject({
  frame: replyFrame.partial().default({}),
  causes: z.record(z.string(), z.record(z.string(), causeReply)).default({}),
});
export type ReplyCatalogue = z.infer<typeof replyCatalogue>;
