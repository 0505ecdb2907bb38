import {
  type KeyDetail,
  keyDetail,
  type OrgDetail,
  orgDetail,
} from '@request-desk/shared/dashboard-api';
import type { Profile } from '@request-desk/shared/profile';
import {
  type ApiKey,
  apiKeyList,
  type MintedKey,
  mintedKey,
  newApiKey,
  newOrg,
  type Org,
  org,
  orgList,
  type RevokedKey,
  revokedKey,
  rotation,
} from '@request-desk/shared/support-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../console/audit.ts';
import { absent, badRequest } from '../console/console-error.ts';
import { made, ok, route } from '../console/route.ts';
import { stateOf } from '../directory/credential-state.ts';
import type { Directory } from '../directory/directory.ts';
import { needs } from '../http/route-access.ts';
import { mintedAsWire, storedAsWire } from './key-as-wire.ts';
import { rotateKey } from './rotate-key.ts';

export interface KeyOptions {
  readonly directory: Directory | undefined;
  /** Its scopes are those that a key can have. */
  readonly profile: Pick<Profile, 'scopes'>;
  readonly now: () => number;
}

const MINTED = made('MintedKey', mintedKey, 'The new key; its secret is shown only once');

/** Organisations and their API keys: list, mint, rotate, revoke. None where nobody manages them. */
export async function keyRoutes(app: FastifyInstance, options: KeyOptions): Promise<void> {
  const { directory, profile } = options;
  if (!directory?.management) return;
  const { management } = directory;
  const now = () => new Date(options.now());

  route(app, 'GET /orgs', {
    access: needs('support', 'orgs:read'),
    summary: 'All organisations',
    answers: ok('OrgList', orgList),
    handle: async (): Promise<{ items: Org[] }> => ({ items: [...(await management.orgs())] }),
  });

  route(app, 'POST /orgs', {
    access: needs('support', 'orgs:create'),
    summary: 'Create an organisation',
    body: { name: 'NewOrg', schema: newOrg },
    answers: made('Org', org),
    handle: async (request): Promise<Org> => {
      const { staff } = request;
      const { name } = request.body;
      const org = await management.createOrg(name, now());
      audit(request, { by: staff.id, did: 'orgs:create', org: org.id });
      return org;
    },
  });

  route(app, 'GET /orgs/:id/keys', {
    access: needs('support', 'keys:read'),
    summary: 'Keys of an organisation, oldest first',
    answers: ok('ApiKeyList', apiKeyList),
    handle: async ({ params }): Promise<{ items: ApiKey[] }> => {
      const org = await known(directory, params.id);
      const at = now();
      return { items: (await directory.keysOf(org.id)).map((key) => storedAsWire(key, at)) };
    },
  });

  route(app, 'POST /orgs/:id/keys', {
    access: needs('support', 'keys:mint', { confirmed: true }),
    summary: 'Mint a key',
    body: { name: 'NewApiKey', schema: newApiKey },
    answers: MINTED,
    handle: async (request): Promise<MintedKey> => {
      const { staff } = request;
      const { name, scopes, expires_at } = request.body;
      const org = await known(directory, request.params.id);
      const unknown = scopes.filter((scope) => !Object.hasOwn(profile.scopes, scope));
      if (unknown.length > 0) throw badRequest(`scopes: there is no ${unknown.join(', ')}`);
      const expiresAt = expires_at ? new Date(expires_at) : null;
      const at = now();
      if (expiresAt !== null && expiresAt <= at)
        throw badRequest('expires_at: must be in the future');
      const minted = await management.mint({ orgId: org.id, name, scopes, expiresAt }, at);
      audit(request, { by: staff.id, did: 'keys:mint', org: org.id, key_id: minted.key.id });
      return mintedAsWire(minted);
    },
  });

  route(app, 'GET /orgs/:id', {
    access: needs('support', 'orgs:read'),
    summary: 'An organisation with its keys',
    answers: ok('OrgDetail', orgDetail),
    handle: async ({ params }): Promise<OrgDetail> => {
      const org = await known(directory, params.id);
      const at = now();
      return { org, keys: (await directory.keysOf(org.id)).map((key) => storedAsWire(key, at)) };
    },
  });

  route(app, 'GET /keys/:id', {
    access: needs('support', 'keys:read'),
    summary: 'A key',
    answers: ok('KeyDetail', keyDetail),
    handle: async ({ params }): Promise<KeyDetail> => {
      const key = await directory.key(params.id);
      if (key === undefined) throw absent('key');
      return { org: await known(directory, key.orgId), key: storedAsWire(key, now()) };
    },
  });

  route(app, 'POST /keys/:id/revoke', {
    access: needs('support', 'keys:revoke'),
    summary: 'Revoke a key, for good',
    answers: ok('RevokedKey', revokedKey, 'The key as it stands now'),
    handle: async (request): Promise<RevokedKey> => {
      const { staff } = request;
      const at = now();
      const key = await management.revoke(request.params.id, staff.id, at);
      if (key === undefined) throw absent('key');
      audit(request, { by: staff.id, did: 'keys:revoke', org: key.orgId, key_id: key.id });
      const unconfirmed = (await management.unconfirmed()).map(({ instance, host, lastSeen }) => ({
        instance,
        host,
        last_seen: lastSeen,
      }));
      return { ...storedAsWire(key, at), unconfirmed };
    },
  });

  route(app, 'POST /keys/:id/rotate', {
    access: needs('support', 'keys:rotate', { confirmed: true }),
    summary: 'Mint a key like this one, which is revoked unless `keep_old` is set',
    body: { name: 'Rotation', schema: rotation, optional: true },
    answers: MINTED,
    handle: async (request): Promise<MintedKey> => {
      const { staff } = request;
      const wanted = request.body;
      const at = now();
      const old = await directory.key(request.params.id);
      if (old === undefined) throw absent('key');
      const state = stateOf(old, at);
      if (state !== 'active') throw badRequest(`This key is ${state}; mint a new one instead.`);
      const minted = await rotateKey(management, old, {
        by: staff.id,
        keepOld: wanted.keep_old,
        at,
      });
      if (minted === undefined)
        throw badRequest('Somebody else rotated or revoked this key just now.');
      audit(request, {
        by: staff.id,
        did: 'keys:rotate',
        key_id: old.id,
        new_key_id: minted.key.id,
      });
      return mintedAsWire(minted);
    },
  });
}

async function known(directory: Directory, id: string): Promise<Org> {
  const org = await directory.org(id);
  if (org === undefined) throw absent('organisation');
  return org;
}
