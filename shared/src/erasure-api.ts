/** Wire shapes of the erasure of an organisation. */
import { z } from 'zod';

/** Body of `POST /support/v1/erasures`. */
export const orgErasure = z.strictObject({
  org: z.string().regex(/^[\w.:-]{1,64}$/, 'must be the id of an organisation'),
  reason: z.string().trim().min(3).max(1000),
  dry_run: z.boolean().default(false).describe('Counts what there is, and erases nothing'),
});

/** One line of the answer (NDJSON): a step that is done. The last one says whether anything is left. */
export const erasureStep = z.object({
  step: z.string().describe('A table, or what was waited for'),
  rows: z.int().nullable().describe('How many rows it was about; null where nothing was counted'),
  note: z.string().optional(),
  done: z.boolean().optional().describe('Only on the last line: true when nothing is left'),
});
export type ErasureStep = z.infer<typeof erasureStep>;
