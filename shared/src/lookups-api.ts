/** What many ids of one text are answered with. */
import { z } from 'zod';
import { dossier, reply } from './dossier.ts';
import { instant } from './instant.ts';
import { likely } from './likely-api.ts';

/** Requests of one code, cause, organisation, key and route among those asked for. */
export const lookupGroup = z.object({
  code: z.string().describe('Empty for successes'),
  cause: z.string(),
  org: z.string(),
  key_prefix: z.string(),
  route: z.string(),
  count: z.int(),
  first_at: instant,
  last_at: instant,
});
export type LookupGroup = z.infer<typeof lookupGroup>;

/** One answer for all ids of one organisation. */
const orgReply = z.object({
  org: z.string().describe('Empty: the calls came without a known key'),
  org_name: z.string(),
  requests: z.int(),
  failed: z.int(),
  replies: z.record(z.string(), reply),
  known_issue_in: z
    .array(z.string())
    .optional()
    .describe(
      'Languages that the quoted texts of open incidents are written in; replies in others quote them as they are',
    ),
});
export type OrgReply = z.infer<typeof orgReply>;

/** `POST /support/v1/lookups`: ids in the order of their first appearance, without repeats. */
export const lookups = z.object({
  items: z.array(dossier),
  suggestions: z
    .array(
      z.object({
        text: z.string(),
        request_id: z.string(),
        why: z.string(),
        stored: z.boolean().optional().describe('True for an id that exists'),
      }),
    )
    .describe('Text that looks like a damaged id, and the id it may be; those that exist first'),
  unread: z
    .array(z.object({ text: z.string(), why: z.string() }))
    .optional()
    .describe('Text that looks like an id, and of which nothing can be made'),
  ignored: z.int().describe('Ids left out because the text held more than the limit'),
  likely: likely
    .optional()
    .describe('Where the text holds no id: what else it says, and the failures that fit'),
  groups: z.array(lookupGroup).optional().describe('The biggest first'),
  reply: reply
    .nullish()
    .describe('One answer for all of them; null where they are of several organisations'),
  org_replies: z.array(orgReply).optional().describe('One answer for each organisation'),
  reply_withheld: z
    .string()
    .optional()
    .describe(
      'Why requests of the text are in no reply: they are not of the ticket’s organisation',
    ),
  without_id: z
    .record(z.string(), reply)
    .optional()
    .describe('What to ask of somebody whose text holds no id, by language'),
});
export type Lookups = z.infer<typeof lookups>;
