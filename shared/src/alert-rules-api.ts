/** Wire shapes of alert rules; below `/support/v1`. */
import { z } from 'zod';
import { severity } from './alerts-api.ts';
import { errorCode } from './error-code.ts';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';
import { MOST_CODES } from './profile.ts';

/** Codes of an API, at most as many as a profile has. */
export const codeList = z.array(errorCode).max(MOST_CODES);
const name = oneLine(120);

/** What staff can set of a rule. */
export const ruleSpec = z
  .strictObject({
    name,
    codes: codeList.min(1),
    route: z.string().max(200).nullable().default(null),
    org: z.string().max(64).nullable().default(null),
    each: z
      .enum(['org', 'route'])
      .nullable()
      .default(null)
      .describe('Judged for each organisation, or each route, by itself'),
    measure: z.enum(['ratio', 'count']),
    threshold: z.number().positive().describe('A ratio up to 1, or errors within the window'),
    window_s: z.int().min(20).max(600),
    min_errors: z.int().min(1).max(1_000_000).default(5).describe('For a ratio: at least so many'),
    severity,
    enabled: z.boolean().default(true),
  })
  .refine(({ window_s }) => window_s % 10 === 0, {
    path: ['window_s'],
    message: 'must be a multiple of 10',
  })
  .refine((spec) => spec.each === null || spec[spec.each] === null, {
    path: ['each'],
    message: 'the rule is about one of them already',
  })
  .refine(({ measure, threshold }) => measure === 'count' || threshold <= 1, {
    path: ['threshold'],
    message: 'a ratio is at most 1 (0.05 is 5 %)',
  })
  .refine(({ measure, threshold }) => measure === 'ratio' || threshold >= 1, {
    path: ['threshold'],
    message: 'a count is at least 1',
  });
export type RuleSpec = z.infer<typeof ruleSpec>;

/** A rule; the built-in ones can be switched off and not changed. */
export const alertRule = z.object({
  id: z.string(),
  built_in: z.boolean(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  spec: ruleSpec.nullable().describe('null for a built-in rule'),
  updated_at: instant.nullable(),
  updated_by: z.string().nullable(),
  firing: z.int().describe('Alerts of this rule that fire now'),
});
export type AlertRule = z.infer<typeof alertRule>;

/** `GET|POST /alert-rules`, `PUT|DELETE /alert-rules/:id`, `POST /alert-rules/:id/switch`. */
export const alertRuleList = z.object({ items: z.array(alertRule) });
export const ruleSwitch = z.strictObject({ enabled: z.boolean() });

/** `POST /support/v1/alert-rules/preview` takes a rule and says when it would have fired. */
export const rulePreview = z.object({
  from: instant,
  to: instant,
  fired: z.int(),
  paged: z.int(),
  tried_on: z
    .int()
    .nullable()
    .describe('A rule for each: on so many, those with most errors; null for any other rule'),
  firings: z.array(
    z.object({
      name: z.string().nullable().describe('The organisation or route of a rule for each'),
      fired_at: instant,
      ended_at: instant.nullable(),
      paged: z.boolean(),
      requests: z.int(),
      errors: z.int(),
    }),
  ),
});
export type RulePreview = z.infer<typeof rulePreview>;
