import { alertLabels, budgetSpent, evidenceAtFiring } from '@request-desk/shared/alerts-api';
import { z } from 'zod';

/** What an incident keeps for good: its labels, what was seen when it fired, requests to start from. */
export const storedEvidence = z.object({
  labels: alertLabels,
  codes: z.array(z.string()),
  seen: evidenceAtFiring,
  samples: z.array(z.string()),
  /** The window that spoke last, when it was not a spike; absent in rows of earlier releases. */
  budget: budgetSpent.nullable().default(null),
});
export type StoredEvidence = z.infer<typeof storedEvidence>;
