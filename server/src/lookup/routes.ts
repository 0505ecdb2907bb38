import { type Dossier, type Lookups, NOT_FOUND_STATUS } from '@request-desk/shared/dossier';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { inputOf } from '../staff/input.ts';
import { allowed } from '../staff/staff.ts';
import type { Lookup } from './lookup.ts';

/** A paste of 10 MB, and what JSON makes of it. */
const LARGEST_BODY = 24 * 2 ** 20;

const byId = z.object({ id: z.string() });
const lookupsBody = z.strictObject({ text: z.string() });

/** `GET /requests/:id` and `POST /lookups`. */
export async function lookupRoutes(
  app: FastifyInstance,
  { lookup }: { readonly lookup: Lookup },
): Promise<void> {
  app.get('/requests/:id', async (request, reply): Promise<Dossier> => {
    allowed(request, 'requests:read');
    const { id } = inputOf(byId, request.params);
    const dossier = await lookup.dossier(id);
    if (dossier.found) return dossier;
    reply.code(NOT_FOUND_STATUS[dossier.reason]);
    if (dossier.retry_after_s !== null) reply.header('retry-after', dossier.retry_after_s);
    return dossier;
  });

  app.post('/lookups', { bodyLimit: LARGEST_BODY }, async (request): Promise<Lookups> => {
    allowed(request, 'requests:read');
    const { text } = inputOf(lookupsBody, request.body);
    return await lookup.lookups(text);
  });
}
