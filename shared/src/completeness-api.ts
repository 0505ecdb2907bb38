/** Wire shapes of how far the store is complete: what `GET /support/v1/status` says of producers. */
import { z } from 'zod';
import { instant } from './instant.ts';

export const producerGap = z.object({
  epoch: z.int(),
  missing: z.enum(['failed', 'succeeded', 'end']).describe('end: how this epoch ended'),
  first: z.int().describe('The first number that is missing; 0 for the end'),
  last: z.int(),
  since: instant.describe('Waited for since then'),
});

/** A process that answers or ingests. */
export const producerStatus = z.object({
  id: z.string(),
  host: z.string(),
  roles: z.array(z.string()),
  state: z
    .enum(['current', 'behind', 'lost', 'drained', 'retired'])
    .describe('drained and retired ones are not waited for; lost ones are'),
  current_to: instant.nullable().describe('All that it answered before this can be found'),
  silent_since: instant.nullable().describe('When it was heard last; null while it is heard'),
  gap: producerGap.nullable(),
});
export type ProducerStatus = z.infer<typeof producerStatus>;

/** How far the store is complete; the same for every question, console or API. */
export const completeness = z.object({
  current_to: instant
    .nullable()
    .describe('All that was answered before this can be found; null: that cannot be said'),
  state: z
    .enum(['current', 'behind', 'incomplete', 'unavailable'])
    .describe(
      'incomplete: a producer is lost, a gap is held, or the control plane does not answer',
    ),
  store: z.enum(['ok', 'unavailable']),
  control_plane: z.enum(['ok', 'unavailable']),
  store_replaced_at: instant.nullable().describe('Another store than before, not accepted yet'),
  producers: z.array(producerStatus),
  limits: z.array(z.string()).describe('What may be missing for good, a sentence each'),
});
export type CompletenessStatus = z.infer<typeof completeness>;

/** `GET /support/v1/producers` */
export const producerList = z.object({ completeness });
export type ProducerList = z.infer<typeof producerList>;

/** Body of the audited decisions: why it is right to go on without what is missing. */
export const decision = z.strictObject({ reason: z.string().trim().min(3).max(500) });
