import { alertLabels, evidenceAtFiring } from '@request-desk/shared/alerts-api';
import { ERROR_CODES } from '@request-desk/shared/causes';
import { z } from 'zod';

/** What an incident keeps for good: its labels, what was seen when it fired, requests to start from. */
export const storedEvidence = z.object({
  labels: alertLabels,
  codes: z.array(z.enum(ERROR_CODES)),
  seen: evidenceAtFiring,
  samples: z.array(z.string()),
});
export type StoredEvidence = z.infer<typeof storedEvidence>;
