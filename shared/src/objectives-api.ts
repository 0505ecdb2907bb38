/** Wire shapes of objectives and their budgets; below `/support/v1`. */
import { z } from 'zod';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';

/** What staff promise: a share of the requests is answered without a 5xx, over a rolling window. */
export const objectiveSpec = z.strictObject({
  name: oneLine(120),
  route: z.string().trim().min(1).max(200).nullable().default(null).describe('null: all requests'),
  target: z
    .number()
    .min(0.5, 'must be at least 0.5 (50 %)')
    .max(0.999_999, 'cannot be met: without a budget the first failure breaks it; at most 0.999999')
    .describe('The share without a 5xx, 0.999 for 99.9 %'),
  window_days: z.int().min(1).max(365).default(28),
  enabled: z.boolean().default(true).describe('False: kept and shown, and not judged'),
});
export type ObjectiveSpec = z.infer<typeof objectiveSpec>;

/** Requests over the newest so many seconds. */
export const burnWindow = z.object({
  window_s: z.int(),
  requests: z.int(),
  errors: z.int(),
  burn_rate: z.number().describe('1: exactly as many failures as the objective allows'),
});

/** What is left of the budget now. */
export const budgetStatus = z.object({
  from: instant,
  to: instant,
  requests: z.int(),
  errors: z.int(),
  allowed_errors: z.number().describe('At so many failures the budget is spent'),
  budget_left: z.number().describe('1: untouched, 0: spent, negative: overspent'),
  burn: z.array(burnWindow).describe('One hour, six hours, one day'),
});
export type BudgetStatus = z.infer<typeof budgetStatus>;

export const objective = z.object({
  id: z.string(),
  spec: objectiveSpec,
  updated_at: instant,
  updated_by: z.string(),
  budget: budgetStatus.nullable().describe('null: the telemetry store does not answer'),
  warnings: z.array(z.string()).describe('Why it cannot be met or not wholly judged, in sentences'),
  firing: z.string().nullable().describe('Id of the alert about the same requests that fires now'),
});
export type Objective = z.infer<typeof objective>;

/** `GET|POST /alert-objectives`, `PUT|DELETE /alert-objectives/:id`. */
export const objectiveList = z.object({ items: z.array(objective) });

/** `GET /alert-objectives/:id/burn`: how the budget went over its window. */
export const burnDown = z.object({
  step_s: z.int(),
  points: z.array(
    z.object({
      at: instant,
      requests: z.int(),
      errors: z.int(),
      burn_rate: z.number().nullable().describe('null: no request'),
      budget_left: z.number().describe('At the end of the step, of the whole window’s budget'),
    }),
  ),
});
export type BurnDown = z.infer<typeof burnDown>;
