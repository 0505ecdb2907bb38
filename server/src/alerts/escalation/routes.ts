import {
  type Escalation,
  escalation,
  escalationChain,
} from '@request-desk/shared/alert-escalation-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { badRequest } from '../../console/console-error.ts';
import { ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { Escalations } from './escalations.ts';

const CHANGES = needs('admin', 'escalation:change', { confirmed: true });

/** The escalation chain of pages that nobody acknowledges; it takes an admin, like the channels themselves. */
export async function escalationRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { channels, database } = parts;
  const escalations = new Escalations(database);

  route(app, 'GET /alert-escalation', {
    access: needs('support', 'escalation:read'),
    summary: 'The escalation chain of pages that nobody acknowledges',
    answers: ok('Escalation', escalation),
    handle: (): Promise<Escalation> => escalations.chain(),
  });

  route(app, 'PUT /alert-escalation', {
    access: CHANGES,
    summary: 'Change the escalation chain',
    body: { name: 'EscalationChain', schema: escalationChain },
    answers: ok('Escalation', escalation),
    handle: async (request): Promise<Escalation> => {
      const { staff } = request;
      const chain = request.body;
      const known = new Set((await channels.list()).map(({ id }) => id));
      const unknown = chain.steps.flatMap((step) => step.channels).filter((id) => !known.has(id));
      if (unknown.length > 0) throw badRequest(`steps: there is no channel ${unknown[0]}`);
      await escalations.change(chain, staff.id, new Date(parts.now()));
      audit(request, { by: staff.id, did: 'escalation:change', steps: `${chain.steps.length}` });
      return await escalations.chain();
    },
  });
}
