import { z } from 'zod';

/** Somebody who joined a meeting; times are ISO 8601 in UTC, and `left_at` is null until they leave. */
export const participant = z.strictObject({
  id: z.string().regex(/^prt_[0-9a-z]{20}$/),
  name: z.string(),
  joined_at: z.iso.datetime(),
  left_at: z.iso.datetime().nullable(),
});
export type Participant = z.infer<typeof participant>;

/** `GET /public/v1/meetings/:id/participants`, in the order of joining; null on the last page. */
export const participantPage = z.strictObject({
  data: z.array(participant),
  next_cursor: z.string().nullable(),
});
export type ParticipantPage = z.infer<typeof participantPage>;
