import { type ReplyUses, replyRating, replyUsesQuery } from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import { auditLookup } from '../../console/audit.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import type { ReplyUseCounts } from './reply-uses.ts';

/** What staff thought of a drafted reply, and how often those of a code were copied and of use. */
export async function replyUseRoutes(
  api: FastifyInstance,
  { uses }: { readonly uses: ReplyUseCounts },
): Promise<void> {
  api.post(
    '/replies/ratings',
    needs('support', 'replies:rate'),
    async (request, reply): Promise<void> => {
      const { useful, request_ids: ids, ...draft } = inputOf(replyRating, request.body);
      const did = useful ? 'useful' : 'not_useful';
      auditLookup(request, { ids, also: [`reply:${did}`] });
      await uses.add(did, draft);
      return await reply.code(204).send();
    },
  );

  api.get(
    '/replies/uses',
    needs('support', 'replies:read'),
    async (request): Promise<ReplyUses> => uses.of(inputOf(replyUsesQuery, request.query).code),
  );
}
