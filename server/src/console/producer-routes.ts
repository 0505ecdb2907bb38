import { decision, type ProducerList, producerList } from '@request-desk/shared/completeness-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Producers } from '../database/producers.ts';
import { needs } from '../http/route-access.ts';
import { acceptedGap } from '../watermark/accepted-gap.ts';
import { completenessAsWire } from '../watermark/as-wire.ts';
import type { Watermark } from '../watermark/watermark.ts';
import { audit } from './audit.ts';
import { badRequest } from './console-error.ts';
import { ok, route } from './route.ts';
import type { Staff } from './staff.ts';

export interface ProducerRoutes {
  readonly watermark: Pick<Watermark, 'look' | 'prefixOf'>;
  readonly producers: Pick<Producers, 'retire' | 'accept' | 'acceptStore'>;
}

const BODY = { name: 'Decision', schema: decision };
const DONE = ok('ProducerList', producerList, 'How far the store is complete now');

/**
 * Who answers and how far each is stored, and the decisions of admins to go on without what does not
 * come: each is written down with its reason, and named in every answer that it touches.
 */
export async function producerRoutes(
  app: FastifyInstance,
  { watermark, producers }: ProducerRoutes,
): Promise<void> {
  const list = async (): Promise<ProducerList> => ({
    completeness: completenessAsWire(await watermark.look()),
  });

  route(app, 'GET /producers', {
    access: needs('support', 'producers:read'),
    summary: 'Processes that answer or ingest, and how far each is stored',
    answers: ok('ProducerList', producerList),
    handle: list,
  });

  route(app, 'POST /producers/:id/retire', {
    access: needs('admin', 'producers:decide'),
    summary: 'Retire a producer: stop waiting for it; admins only',
    body: BODY,
    answers: DONE,
    handle: async (request) => {
      const { staff, reason } = decided(request, 'producers:retire');
      const { id } = request.params;
      const { producers: all } = await watermark.look();
      const one = all.find((each) => each.id === id);
      if (one?.state === 'current' || one?.state === 'behind')
        throw badRequest(
          'This process is alive, and what it answers next would be denied: stop it, and retire it when it counts as lost.',
        );
      if (!(await producers.retire(id, staff.id, reason)))
        throw badRequest('There is no such producer, or it is retired already.');
      return await list();
    },
  });

  route(app, 'POST /producers/:id/accept', {
    access: needs('admin', 'producers:decide'),
    summary: 'Accept the gap of a producer; admins only',
    body: BODY,
    answers: DONE,
    handle: async (request) => {
      const { staff, reason } = decided(request, 'producers:accept');
      const { id } = request.params;
      const { producers: all, nowMs } = await watermark.look();
      const { gap, currentTo } = all.find((one) => one.id === id) ?? {};
      const prefix = watermark.prefixOf(id);
      if (gap === undefined || prefix === undefined)
        throw badRequest('This producer has no gap that could be accepted.');
      const detail = acceptedGap(gap, prefix, currentTo, nowMs);
      await producers.accept(id, staff.id, reason, detail);
      return await list();
    },
  });

  route(app, 'POST /store/accept', {
    access: needs('admin', 'producers:decide'),
    summary: 'Accept a telemetry store that replaced another; admins only',
    body: BODY,
    answers: DONE,
    handle: async (request) => {
      const { staff, reason } = decided(request, 'store:accept');
      const { storeId } = await watermark.look();
      if (storeId === undefined || !(await producers.acceptStore(storeId, staff.id, reason)))
        throw badRequest('The telemetry store is accepted already, or it does not answer.');
      return await list();
    },
  });
}

function decided(
  request: FastifyRequest<{ Params: unknown; Body: z.infer<typeof decision> }>,
  action: string,
): { staff: Staff; reason: string } {
  const { staff } = request;
  const { reason } = request.body;
  const { id } = (request.params ?? {}) as { readonly id?: string };
  const what = id === undefined ? {} : { producer: id };
  audit(request, { by: staff.id, did: action, ...what });
  return { staff, reason };
}
