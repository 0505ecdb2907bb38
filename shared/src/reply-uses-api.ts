/** Wire shapes of what became of drafted replies: copied, and whether they were of use. */
import { z } from 'zod';

/** Which draft it was; never its text. */
export const draftedReply = z.strictObject({
  code: z.string().max(64).describe('Empty: of a success, or of no request that was found'),
  cause: z.string().max(64),
  locale: z.string().max(16),
  place: z.enum(['console', 'sidebar']),
});
export type DraftedReply = z.infer<typeof draftedReply>;

/** Body of `POST /support/v1/replies/ratings` */
export const replyRating = draftedReply.extend({
  useful: z.boolean(),
  request_ids: z.array(z.string().max(64)).max(500).default([]),
});
export type ReplyRating = z.input<typeof replyRating>;

/** `GET /support/v1/replies/uses?code=`; of every code where none is named */
export const replyUsesQuery = z.strictObject({ code: z.string().max(64).optional() });

/** The last 30 days (UTC), today among them; the causes with most copies first. */
export const replyUses = z.object({
  days: z.int(),
  items: z.array(
    z.object({
      code: z.string().describe('Empty: of a success, or of no request that was found'),
      cause: z.string().describe('Without a code: why no request was found, or no_id'),
      copied: z.int(),
      useful: z.int(),
      not_useful: z.int(),
    }),
  ),
});
export type ReplyUses = z.infer<typeof replyUses>;
