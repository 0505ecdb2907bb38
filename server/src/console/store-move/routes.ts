import { Readable } from 'node:stream';
import { type StoreMoveStep, storeMove, storeMoveStep } from '@request-desk/shared/store-move-api';
import type { FastifyInstance } from 'fastify';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { route } from '../route.ts';
import type { StoreMove } from './store-move.ts';

/** `POST /store-moves`: starts the move of the embedded stores to servers, or follows it. */
export async function storeMoveRoutes(
  api: FastifyInstance,
  { move }: { readonly move: StoreMove },
): Promise<void> {
  route(api, 'POST /store-moves', {
    access: needs('admin', 'stores:move', { confirmed: true }),
    summary: 'Copy the embedded stores to servers, or follow that; a line for each step',
    body: { name: 'StoreMove', schema: storeMove },
    answers: {
      200: { description: 'Steps as NDJSON', name: 'StoreMoveStep', schema: storeMoveStep },
    },
    handle: async (request, reply) => {
      const { clickhouse_url, database_url } = request.body;
      const places = {
        clickhouse: new URL(clickhouse_url).host,
        postgres: new URL(database_url).host,
      };
      audit(request, { by: request.staff.id, did: 'stores:move', ...places });
      move.begin(request.body);
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(lines(move.follow())));
    },
  });
}

async function* lines(steps: AsyncGenerator<StoreMoveStep>): AsyncGenerator<string> {
  for await (const step of steps) yield `${JSON.stringify(step)}\n`;
}
