import {
  type ReplyUses,
  replyRating,
  replyUses,
  replyUsesQuery,
} from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import { auditLookup } from '../../console/audit.ts';
import { done, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { ReplyUseCounts } from './reply-uses.ts';

/** What staff thought of a drafted reply, and how often those of a code were copied and of use. */
export async function replyUseRoutes(
  api: FastifyInstance,
  { uses }: { readonly uses: ReplyUseCounts },
): Promise<void> {
  route(api, 'POST /replies/ratings', {
    access: needs('support', 'replies:rate'),
    summary: 'Say whether a drafted reply was useful; counted by cause, without its text',
    body: { name: 'ReplyRating', schema: replyRating },
    answers: done('Counted'),
    handle: async (request): Promise<void> => {
      const { useful, request_ids: ids, ...draft } = request.body;
      const did = useful ? 'useful' : 'not_useful';
      auditLookup(request, { ids, also: [`reply:${did}`] });
      await uses.add(did, draft);
    },
  });

  route(api, 'GET /replies/uses', {
    access: needs('support', 'replies:read'),
    summary: 'How often drafted replies for a code were copied and found useful in 30 days',
    query: replyUsesQuery,
    answers: ok('ReplyUses', replyUses),
    handle: async (request): Promise<ReplyUses> => uses.of(request.query.code),
  });
}
