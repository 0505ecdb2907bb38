/** What a text without a request id says of the calls it is about, and the failures that fit. */
import { z } from 'zod';
import { exploreRow } from './explore-api.ts';
import { instant } from './instant.ts';

export const CLUE_KINDS = [
  'org',
  'key',
  'id',
  'code',
  'status',
  'method',
  'path',
  'client',
  'time',
] as const;
export type ClueKind = (typeof CLUE_KINDS)[number];

/** One thing that a text says of its calls. */
export const clue = z.strictObject({
  kind: z.enum(CLUE_KINDS),
  value: z
    .string()
    .min(1)
    .max(256)
    .describe('As requests have it: an id, a code, `429`; for a time, as it was written'),
  label: z.string().max(256).describe('As people read it, such as the name of an organisation'),
  sure: z.boolean().describe('False: it may mean something else, and counts for less'),
  /** Of a time. */
  from: instant.optional(),
  to: instant.optional(),
  at: instant.optional().describe('Where a moment is meant: the likeliest one'),
  zone: z
    .enum(['said', 'assumed'])
    .optional()
    .describe('Whether the text says of which zone the time is'),
});
export type Clue = z.infer<typeof clue>;

/** `POST /support/v1/requests/likely` */
export const likelyQuestion = z.strictObject({ clues: z.array(clue).max(60) });

/** A failure, and the clues that it fits. */
export const likelyRow = exploreRow.extend({
  path: z.string(),
  alike: z.int().describe('Failures of this caller, code, cause and route in that time'),
  fits: z.array(z.enum(CLUE_KINDS)),
});
export type LikelyRow = z.infer<typeof likelyRow>;

/** The failures that fit best first; at most three that are alike. */
export const likely = z.object({
  clues: z.array(clue),
  from: instant,
  to: instant,
  widened: z.boolean().describe('True: there was nothing in the time that the text names'),
  total: z.int().describe('Failures in that time of whom the clues name, or of anybody'),
  by_code: z.array(z.object({ code: z.string(), count: z.int() })).describe('The most first'),
  items: z.array(likelyRow),
});
export type Likely = z.infer<typeof likely>;
