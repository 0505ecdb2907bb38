import type { KeyDetail, OrgDetail } from '@request-desk/shared/dashboard-api';
import {
  type ApiKey,
  type MintedKey,
  newApiKey,
  newOrg,
  type Org,
  type RevokedKey,
  rotation,
} from '@request-desk/shared/support-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../console/audit.ts';
import { absent, badRequest } from '../console/console-error.ts';
import { inputOf } from '../console/input.ts';
import { allowed } from '../console/staff.ts';
import type { ApiKeys } from '../database/api-keys.ts';
import type { ApiProcesses } from '../database/api-processes.ts';
import type { Orgs } from '../database/orgs.ts';
import { mintedAsWire, stateOf, storedAsWire } from './key-as-wire.ts';
import { rotateKey } from './rotate-key.ts';
import { unconfirmedOf } from './unconfirmed.ts';

export interface KeyOptions {
  readonly orgs: Orgs;
  readonly keys: ApiKeys;
  readonly processes: ApiProcesses;
  readonly now: () => number;
}

interface ById {
  Params: { id: string };
}

/** Organisations and their API keys: list, mint, rotate, revoke. */
export async function keyRoutes(app: FastifyInstance, options: KeyOptions): Promise<void> {
  const { orgs, keys, processes } = options;
  const now = () => new Date(options.now());

  app.get('/orgs', async (): Promise<{ items: Org[] }> => ({ items: await orgs.list() }));

  app.post('/orgs', async (request, reply): Promise<Org> => {
    const staff = allowed(request, 'orgs:create');
    const { name } = inputOf(newOrg, request.body);
    const org = await orgs.create(name, now());
    audit(request, { by: staff.id, did: 'orgs:create', org: org.id });
    reply.code(201);
    return org;
  });

  app.get<ById>('/orgs/:id/keys', async ({ params }): Promise<{ items: ApiKey[] }> => {
    const org = await known(orgs, params.id);
    const at = now();
    return { items: (await keys.listOf(org.id)).map((key) => storedAsWire(key, at)) };
  });

  app.post<ById>('/orgs/:id/keys', async (request, reply): Promise<MintedKey> => {
    const staff = allowed(request, 'keys:mint');
    const { name, scopes, expires_at } = inputOf(newApiKey, request.body);
    const org = await known(orgs, request.params.id);
    const expiresAt = expires_at ? new Date(expires_at) : null;
    const at = now();
    if (expiresAt !== null && expiresAt <= at)
      throw badRequest('expires_at: must be in the future');
    const minted = await keys.mint({ orgId: org.id, name, scopes, expiresAt }, at);
    audit(request, { by: staff.id, did: 'keys:mint', org: org.id, key_id: minted.key.id });
    reply.code(201);
    return mintedAsWire(minted);
  });

  app.get<ById>('/orgs/:id', async ({ params }): Promise<OrgDetail> => {
    const org = await known(orgs, params.id);
    const at = now();
    return { org, keys: (await keys.listOf(org.id)).map((key) => storedAsWire(key, at)) };
  });

  app.get<ById>('/keys/:id', async ({ params }): Promise<KeyDetail> => {
    const key = await keys.find(params.id);
    if (key === undefined) throw absent('key');
    return { org: await known(orgs, key.orgId), key: storedAsWire(key, now()) };
  });

  app.post<ById>('/keys/:id/revoke', async (request): Promise<RevokedKey> => {
    const staff = allowed(request, 'keys:revoke');
    const at = now();
    const key = await keys.revoke(request.params.id, staff.id, at);
    if (key === undefined) throw absent('key');
    audit(request, { by: staff.id, did: 'keys:revoke', org: key.orgId, key_id: key.id });
    return { ...storedAsWire(key, at), unconfirmed: await unconfirmedOf(processes) };
  });

  app.post<ById>('/keys/:id/rotate', async (request, reply): Promise<MintedKey> => {
    const staff = allowed(request, 'keys:rotate');
    const wanted = inputOf(rotation, request.body);
    const at = now();
    const old = await keys.find(request.params.id);
    if (old === undefined) throw absent('key');
    const state = stateOf(old, at);
    if (state !== 'active') throw badRequest(`This key is ${state}; mint a new one instead.`);
    const minted = await rotateKey(keys, old, { by: staff.id, keepOld: wanted.keep_old, at });
    if (minted === undefined)
      throw badRequest('Somebody else rotated or revoked this key just now.');
    audit(request, { by: staff.id, did: 'keys:rotate', key_id: old.id, new_key_id: minted.key.id });
    reply.code(201);
    return mintedAsWire(minted);
  });
}

async function known(orgs: Orgs, id: string): Promise<Org> {
  const org = await orgs.find(id);
  if (org === undefined) throw absent('organisation');
  return org;
}
