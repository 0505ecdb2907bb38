import { dossier } from '@request-desk/shared/dossier';
import { likely, likelyQuestion } from '@request-desk/shared/likely-api';
import { lookups } from '@request-desk/shared/lookups-api';
import { NOT_FOUND_STATUS } from '@request-desk/shared/not-found-status';
import { replyRating, replyUses, replyUsesQuery } from '@request-desk/shared/reply-uses-api';
import { revealed, revealing } from '@request-desk/shared/reveal-api';
import { z } from 'zod';
import { type Answer, type Operations, ok } from './operation.ts';

const format = (...formats: [string, ...string[]]) => z.enum(formats).default('json');

const DOSSIER: Answer = {
  description: 'What is known of the request',
  name: 'Dossier',
  schema: dossier,
  types: ['application/x-ndjson', 'text/markdown'],
};

const REASONS = Map.groupBy(Object.entries(NOT_FOUND_STATUS), ([, status]) => status);

/** The answer that the product exists for. */
export const LOOKUP_OPERATIONS: Operations = {
  'GET /requests/:id': {
    summary: 'The dossier of one request; the id in any spelling',
    query: z.strictObject({
      format: format('json', 'ndjson', 'markdown'),
      org: z.string().max(64).optional().describe('The organisation that asks'),
    }),
    answers: {
      200: DOSSIER,
      ...Object.fromEntries(
        [...REASONS].map(([status, reasons]) => [
          status,
          { ...DOSSIER, description: `Not found: ${reasons.map(([name]) => name).join(', ')}` },
        ]),
      ),
    },
  },
  'POST /requests/likely': {
    summary: 'The failures that fit clues best, as a text without an id gives them',
    body: { name: 'LikelyQuestion', schema: likelyQuestion },
    answers: ok('Likely', likely),
  },
  'POST /requests/:id/reveal': {
    summary: 'What the dossier withholds, for a reason that is written down',
    body: { name: 'Revealing', schema: revealing },
    answers: ok('Revealed', revealed, 'What was asked for, as far as it was recorded'),
  },
  'POST /replies/ratings': {
    summary: 'Say whether a drafted reply was useful; counted by cause, without its text',
    body: { name: 'ReplyRating', schema: replyRating },
    answers: { 204: { description: 'Counted' } },
  },
  'GET /replies/uses': {
    summary: 'How often drafted replies for a code were copied and found useful in 30 days',
    query: replyUsesQuery,
    answers: ok('ReplyUses', replyUses),
  },
  'POST /lookups': {
    summary: 'The dossiers of all ids in a text, such as an email',
    query: z.strictObject({
      format: format('json', 'ndjson', 'csv', 'markdown'),
      org: z.string().max(64).optional().describe('The organisation that asks'),
    }),
    body: { name: 'LookupText', schema: z.strictObject({ text: z.string() }) },
    answers: {
      200: {
        description: 'In the order of their first appearance',
        name: 'Lookups',
        schema: lookups,
        types: ['application/x-ndjson', 'text/csv', 'text/markdown'],
      },
    },
  },
};
