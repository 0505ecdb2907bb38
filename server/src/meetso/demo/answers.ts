import { z } from 'zod';

const page = z.object({ next_cursor: z.string().nullable() });

/** Where the next page of a list begins; undefined for any other answer. */
export function nextCursorOf(body: unknown): string | undefined {
  return page.safeParse(body).data?.next_cursor ?? undefined;
}
