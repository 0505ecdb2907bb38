/** What many ids of one text are answered with. */
import { z } from 'zod';
import { dossier, reply } from './dossier.ts';

const instant = z.iso.datetime();

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
});
export type OrgReply = z.infer<typeof orgReply>;

/** `POST /support/v1/lookups`: ids in the order of their first appearance, without repeats. */
export const lookups = z.object({
  items: z.array(dossier),
  suggestions: z
    .array(z.object({ text: z.string(), request_id: z.string(), why: z.string() }))
    .describe('Text that looks like a damaged id, and the id it may be'),
  ignored: z.int().describe('Ids left out because the text held more than the limit'),
  groups: z.array(lookupGroup).optional().describe('The biggest first'),
  reply: reply
    .nullish()
    .describe('One answer for all of them; null where they are of several organisations'),
  org_replies: z.array(orgReply).optional().describe('One answer for each organisation'),
  without_id: z
    .record(z.string(), reply)
    .optional()
    .describe('What to ask of somebody whose text holds no id, by language'),
});
export type Lookups = z.infer<typeof lookups>;
