import { z } from 'zod';
import { instant } from './instant.ts';

/** The incident that a request falls into. */
export const coveringIncident = z.object({
  id: z.string(),
  title: z.string(),
  since: instant,
  ended: instant.nullish().describe('null: the incident is open'),
  resting: z.boolean().optional().describe('Open, and its failures are no longer seen'),
  status_text: z.string().nullish().describe('What support may tell of it'),
  status_texts: z.record(z.string(), z.string()).optional().describe('The same by language'),
});
