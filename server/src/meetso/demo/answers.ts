import { z } from 'zod';

const page = z.object({
  data: z.array(z.object({ id: z.string() })),
  next_cursor: z.string().nullable(),
});

/** Ids of a listed page; empty for any other answer. */
export function meetingIdsOf(body: unknown): string[] {
  return page.safeParse(body).data?.data.map((meeting) => meeting.id) ?? [];
}

export function nextCursorOf(body: unknown): string | undefined {
  return page.safeParse(body).data?.next_cursor ?? undefined;
}
