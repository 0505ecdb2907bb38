/** What staff send about an incident; below `/support/v1`. */
import { z } from 'zod';
import { oneLine } from './one-line.ts';

/** `POST /support/v1/alerts/:id/notes` */
export const incidentNote = z.strictObject({ note: z.string().trim().min(1).max(2000) });
/** `PUT /support/v1/alerts/:id/owner` */
export const incidentOwner = z.strictObject({
  owner: oneLine(120).nullable(),
});
const statusText = z.string().trim().max(1000);
/**
 * `PUT /support/v1/alerts/:id/status-text`: `text` in the API's own language, `texts` in others that
 * replies are written in. What is empty or left out is taken back.
 */
export const incidentStatusText = z.strictObject({
  text: statusText,
  texts: z.record(z.string(), statusText).optional(),
});

/** `POST /support/v1/alerts/:id/acknowledge` and `…/unacknowledge` answer with the detail. */
export const acknowledgement = z.strictObject({ note: z.string().trim().max(500).default('') });
