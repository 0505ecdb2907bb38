import {
  type IngestTokenList,
  type MintedIngestToken,
  newIngestToken,
  UNNAMED_SENDERS,
} from '@request-desk/shared/ingest-token-api';
import type { FastifyInstance } from 'fastify';
import type { IngestTokens } from '../../database/senders/ingest-tokens.ts';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { absent, ConsoleError } from '../console-error.ts';
import { inputOf } from '../input.ts';
import { madeToken, tokenAsWire } from './made-token.ts';

export interface SenderRoutes {
  readonly tokens: IngestTokens;
  /** Senders whose token is in a variable. */
  readonly configured: readonly { readonly name: string; readonly variable: string }[];
  /** What the API itself is called in `service.name`: nobody else may send for it. */
  readonly ownService: string;
  readonly now: () => number;
}

/** Credentials of services that send telemetry: list, make, revoke. */
export async function senderRoutes(
  api: FastifyInstance,
  { tokens, configured, ownService, now }: SenderRoutes,
): Promise<void> {
  api.get(
    '/ingest-tokens',
    needs('engineer', 'senders:read'),
    async (): Promise<IngestTokenList> => ({
      items: (await tokens.list()).map(tokenAsWire),
      configured: [...configured],
    }),
  );

  api.post(
    '/ingest-tokens',
    needs('admin', 'senders:mint', { confirmed: true }),
    async (request, reply): Promise<MintedIngestToken> => {
      const wanted = inputOf(newIngestToken, request.body);
      if (wanted.services.includes(ownService))
        throw new ConsoleError('bad_request', `services: ${ownService} is the API’s own name.`);
      const { token, secret } = madeToken(wanted, request.staff.id, now());
      const taken = configured.some(({ name }) => name === token.name);
      if (taken || !(await tokens.add(token)))
        throw new ConsoleError('bad_request', `There is a sender called ${token.name} already.`);
      const { id, name: sender, kind } = token;
      audit(request, { by: request.staff.id, did: 'senders:mint', ingest: id, sender, kind });
      reply.code(201);
      return { ...tokenAsWire(token), secret };
    },
  );

  api.delete<{ Params: { id: string } }>(
    '/ingest-tokens/:id',
    needs('admin', 'senders:revoke'),
    async (request, reply): Promise<void> => {
      const { staff, params } = request;
      if (!(await tokens.revoke(params.id, staff.id, new Date(now()))))
        throw absent('ingest credential');
      audit(request, { by: staff.id, did: 'senders:revoke', ingest: params.id });
      return await reply.code(204).send();
    },
  );
}

/** Which senders have their token in a variable, by what is configured. */
export function configuredSenders(tokens: {
  readonly ingest?: string | undefined;
  readonly ingestApi?: string | undefined;
  readonly senders?: readonly { readonly name: string }[] | undefined;
}): SenderRoutes['configured'] {
  const [api, ingest, local] = UNNAMED_SENDERS;
  return [
    ...(tokens.ingestApi === undefined ? [] : [{ name: api, variable: 'INGEST_API_TOKEN' }]),
    ...(tokens.ingest === undefined
      ? [{ name: local, variable: 'none: whoever reaches the listener' }]
      : [{ name: ingest, variable: 'INGEST_TOKEN' }]),
    ...(tokens.senders ?? []).map(({ name }) => ({ name, variable: 'INGEST_SENDERS' })),
  ];
}
