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

/** `POST /public/v1/meetings`; unknown fields are refused and nothing is coerced. */
export const newMeeting = z.strictObject({
  title: z.string().min(1).max(200),
  starts_at: z.iso.datetime({ offset: true }),
  duration_minutes: z.int().min(1).max(1440),
});
export type NewMeeting = z.infer<typeof newMeeting>;
