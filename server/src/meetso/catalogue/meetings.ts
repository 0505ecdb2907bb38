import { z } from 'zod';

/** `mtg_` and 20 characters of `[0-9a-z]`. */
export const meetingId = z.string().regex(/^mtg_[0-9a-z]{20}$/);

export const timeRange = z.enum(['24h', '7d', '30d', '90d', 'all']);
export type MeetingPeriod = z.infer<typeof timeRange>;

const LONGEST_MINUTES = 1440;

/** A meeting as the public API shows it; times are ISO 8601 in UTC. */
export const meeting = z.strictObject({
  id: meetingId,
  title: z.string(),
  starts_at: z.iso.datetime(),
  duration_minutes: z.int().min(1).max(LONGEST_MINUTES),
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

const LONGEST_TITLE = 200;
/** With seconds, as RFC 3339 wants it. */
const DATE_TIME =
  '^(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T' +
  '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$';

/** From 1 to 200 characters as people count them, and as JSON Schema does: an emoji is not two. */
function lengthInCharacters({ value, issues }: z.core.ParsePayload<string>): void {
  const { length } = [...value];
  const bound = { origin: 'string', inclusive: true, input: value, continue: true } as const;
  if (length < 1) issues.push({ code: 'too_small', minimum: 1, ...bound });
  if (length > LONGEST_TITLE) issues.push({ code: 'too_big', maximum: LONGEST_TITLE, ...bound });
}

/** `POST /public/v1/meetings`; unknown fields are refused and nothing is coerced. */
export const newMeeting = z.strictObject({
  // Control characters and halves of surrogate pairs would not come back as they were sent.
  title: z
    .string()
    .check(lengthInCharacters)
    .refine((text) => text.isWellFormed(), 'surrogate')
    .refine((text) => !/\p{Cc}/u.test(text))
    .meta({
      minLength: 1,
      maxLength: LONGEST_TITLE,
      pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
      description: 'Without control characters, line breaks among them',
    }),
  // Years beyond these have no four digits in UTC.
  starts_at: z.iso
    .datetime({ offset: true })
    .refine((text) => {
      const at = Date.parse(text);
      return at >= EARLIEST && at <= LATEST;
    }, 'year')
    .meta({ pattern: DATE_TIME, description: 'ISO 8601 with offset, from 1970 to 9999 in UTC' }),
  duration_minutes: z.int().min(1).max(LONGEST_MINUTES),
});
export type NewMeeting = z.infer<typeof newMeeting>;

/** `PATCH /public/v1/meetings/:id`: one field of a new meeting at least; what is not given stays. */
export const meetingChanges = newMeeting
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, {
    message: 'The body must have a field to change: title, starts_at or duration_minutes',
  });
