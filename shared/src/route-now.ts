import { z } from 'zod';

/** Whether the route of a fault of ours works by now, as far as counts show it. */
export const routeNow = z.object({
  kind: z
    .enum(['again', 'not_yet', 'later', 'too_few', 'alone'])
    .describe(
      'later: another incident is open, or calls fail again; alone: the route as a whole had not failed',
    ),
  since: z.iso
    .datetime()
    .nullable()
    .describe('Since when it works again, or the other incident is open'),
  failing: z.boolean().describe('Calls of the route fail now'),
});
