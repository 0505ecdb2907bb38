import type { z } from 'zod';
import { badRequest } from './console-error.ts';

/** What came from outside, parsed. Throws ConsoleError (400) that names every field at fault. */
export function inputOf<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw badRequest(
    parsed.error.issues
      .slice(0, 10)
      .map((issue) => {
        const at = issue.path.map(String).join('.');
        return at === '' ? issue.message : `${at}: ${issue.message}`;
      })
      .join('; '),
  );
}
