import { z } from 'zod';

/** `mtg_` and 20 characters of `[0-9a-z]`. */
export const meetingId = z.string().regex(/^mtg_[0-9a-z]{20}$/);

export const timeRange = z.enum(['24h', '7d', '30d', '90d', 'all']);
export type TimeRange = z.infer<typeof timeRange>;

/** A meeting as the public API shows it; times are ISO 8601 in UTC. */
export const meeting = z.strictObject({
  id: meetingId,
  title: z.string(),
  starts_at: z.iso.datetime(),
  duration_minutes: z.int(),
  created_at: z.iso.datetime(),
});
export type Meeting = z.infer<typeof meeting>;

/** `GET /public/v1/meetings`: newest first; `next_cursor` is null on the last page. */
export const meetingPage = z.strictObject({
  data: z.array(meeting),
  next_cursor: z.string().nullable(),
});
export type MeetingPage = z.infer<typeof meetingPage>;

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** `POST /public/v1/meetings`; unknown fields are refused and nothing is coerced. */
export const newMeeting = z.strictObject({
  // Control characters and halves of surrogate pairs would not come back as they were sent.
  title: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text)),
  // Years beyond these have no four digits in UTC.
  starts_at: z.iso.datetime({ offset: true }).refine((text) => {
    const at = Date.parse(text);
    return at >= EARLIEST && at <= LATEST;
  }),
  duration_minutes: z.int().min(1).max(1440),
});
export type NewMeeting = z.infer<typeof newMeeting>;
