/** Wire shapes of the escalation of pages that nobody acknowledges; below `/support/v1`. */
import { z } from 'zod';
import { instant } from './instant.ts';

export const escalationStep = z.strictObject({
  after_min: z.int().min(1).max(240).describe('Minutes after the step before, or after the page'),
  channels: z.array(z.string().min(1).max(64)).min(1).max(5).describe('Ids of channels'),
});

/** `PUT /support/v1/alert-escalation`; without steps nothing is escalated. */
export const escalationChain = z.strictObject({
  steps: z.array(escalationStep).max(5),
  repeat: z.int().min(0).max(3).default(0).describe('How often it begins again after its end'),
});
export type EscalationChain = z.infer<typeof escalationChain>;

/** `GET /support/v1/alert-escalation` */
export const escalation = escalationChain.extend({
  updated_at: instant.nullable(),
  updated_by: z.string().nullable(),
});
export type Escalation = z.infer<typeof escalation>;

/** How far the escalation of one alert has come. */
export const escalationProgress = z.object({
  taken: z.int().describe('Steps that were taken'),
  next_at: instant.nullable().describe('When the next is taken unless somebody acknowledges'),
  paused_by: z
    .enum(['silence', 'maintenance', 'rest'])
    .nullable()
    .describe('Why it does not go on at present; `rest`: its trouble is no longer seen'),
  next_channels: z.array(z.string()).describe('Names'),
});
