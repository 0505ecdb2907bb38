/** What answers withhold until somebody says why they need it. */
import { z } from 'zod';

export const REVEALABLE = ['client_address', 'stack', 'owner'] as const;
export type Revealable = (typeof REVEALABLE)[number];

/** Stands in an answer where something is withheld. */
export const WITHHELD = '[withheld]';

/** Body of `POST /support/v1/requests/:id/reveal`. */
export const revealing = z.strictObject({
  what: z.array(z.enum(REVEALABLE)).min(1).max(REVEALABLE.length),
  reason: z.string().trim().min(3, 'say why').max(1000),
});
export type Revealing = z.infer<typeof revealing>;

/** What was asked for; nothing where it was not recorded. */
export const revealed = z.object({
  request_id: z.string(),
  org: z.string().describe('Whose request it is'),
  client_address: z.string().optional(),
  stacks: z
    .array(
      z.object({ of: z.string().describe('event, span or log, and its id'), stack: z.string() }),
    )
    .optional(),
  owner: z
    .object({ org: z.string(), org_name: z.string() })
    .nullish()
    .describe('Whose thing it was that another organisation asked for'),
});
export type Revealed = z.infer<typeof revealed>;
