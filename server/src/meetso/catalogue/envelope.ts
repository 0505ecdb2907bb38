import { z } from 'zod';
import { ERROR_CODES } from './causes.ts';

/** The one body of every non-2xx answer. Clients branch on `code`, never on `message`. */
export const errorEnvelope = z.strictObject({
  error: z.strictObject({
    code: z.enum(ERROR_CODES).describe('One of eight stable codes; branch on this'),
    message: z.string().describe('For people; the wording may change at any time'),
    request_id: z
      .string()
      .regex(/^req_[0-9a-f]{16}$/)
      .describe('Quote this id to support'),
  }),
});

export type ErrorEnvelope = z.infer<typeof errorEnvelope>;
