import { Readable } from 'node:stream';
import { type ErasureStep, erasureStep, orgErasure } from '@request-desk/shared/erasure-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { route } from '../route.ts';
import { countOrg, type ErasureSources, eraseOrg } from './erase-org.ts';

/** `POST /erasures`: an organisation from all stores; the answer reports each step as it is done. */
export async function erasureRoutes(api: FastifyInstance, sources: ErasureSources): Promise<void> {
  route(api, 'POST /erasures', {
    access: needs('admin', 'orgs:erase', { confirmed: true }),
    summary: 'Erase an organisation from all stores, or count what there is; a line for each step',
    body: { name: 'OrgErasure', schema: orgErasure },
    answers: {
      200: {
        description: 'Each step as it is done',
        name: 'ErasureStep',
        schema: erasureStep,
        stream: 'application/x-ndjson',
      },
    },
    handle: async (request, reply) => {
      const { org, dry_run } = request.body;
      const { id: by } = request.staff;
      audit(request, { by, did: 'orgs:erase', org, dry_run: String(dry_run) });
      const steps = dry_run ? countOrg(sources, org) : eraseOrg(sources, { org, by });
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(lines(steps, request)));
    },
  });
}

/** What goes wrong on the way stands in the last line: the status is sent by then. */
async function* lines(
  steps: AsyncGenerator<ErasureStep>,
  request: FastifyRequest,
): AsyncGenerator<string> {
  try {
    for await (const step of steps) yield `${JSON.stringify(step)}\n`;
  } catch (err) {
    request.log.error({ err, call_id: request.callId }, 'an erasure was cut off');
    const note = 'a store did not answer: erase again, it goes on from here';
    yield `${JSON.stringify({ step: 'cut off', rows: null, note, done: false })}\n`;
  }
}
