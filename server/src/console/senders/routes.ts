import {
  type IngestTokenList,
  ingestTokenList,
  type MintedIngestToken,
  mintedIngestToken,
  newIngestToken,
  UNNAMED_SENDERS,
} from '@request-desk/shared/ingest-token-api';
import type { FastifyInstance } from 'fastify';
import type { IngestTokens } from '../../database/senders/ingest-tokens.ts';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { absent, ConsoleError } from '../console-error.ts';
import { done, made, ok, route } from '../route.ts';
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
  route(api, 'GET /ingest-tokens', {
    access: needs('engineer', 'senders:read'),
    summary: 'Credentials by which services send telemetry, newest first',
    answers: ok('IngestTokenList', ingestTokenList),
    handle: async (): Promise<IngestTokenList> => ({
      items: (await tokens.list()).map(tokenAsWire),
      configured: [...configured],
    }),
  });

  route(api, 'POST /ingest-tokens', {
    access: needs('admin', 'senders:mint', { confirmed: true }),
    summary: 'Create a credential for a sender of telemetry; it is shown only once',
    body: { name: 'NewIngestToken', schema: newIngestToken },
    answers: made('MintedIngestToken', mintedIngestToken),
    handle: async (request): Promise<MintedIngestToken> => {
      const wanted = request.body;
      if (wanted.services.includes(ownService))
        throw new ConsoleError('bad_request', `services: ${ownService} is the API’s own name.`);
      const { token, secret } = madeToken(wanted, request.staff.id, now());
      const taken = configured.some(({ name }) => name === token.name);
      if (taken || !(await tokens.add(token)))
        throw new ConsoleError('bad_request', `There is a sender called ${token.name} already.`);
      const { id, name: sender, kind } = token;
      audit(request, { by: request.staff.id, did: 'senders:mint', ingest: id, sender, kind });
      return { ...tokenAsWire(token), secret };
    },
  });

  route(api, 'DELETE /ingest-tokens/:id', {
    access: needs('admin', 'senders:revoke'),
    summary: 'Revoke a credential; receivers refuse it within two seconds',
    answers: done('Revoked'),
    handle: async (request): Promise<void> => {
      const { staff, params } = request;
      if (!(await tokens.revoke(params.id, staff.id, new Date(now()))))
        throw absent('ingest credential');
      audit(request, { by: staff.id, did: 'senders:revoke', ingest: params.id });
    },
  });
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
      ? [{ name: local, variable: 'none: all who reach the listener' }]
      : [{ name: ingest, variable: 'INGEST_TOKEN' }]),
    ...(tokens.senders ?? []).map(({ name }) => ({ name, variable: 'INGEST_SENDERS' })),
  ];
}
