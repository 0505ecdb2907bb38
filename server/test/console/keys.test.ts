import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import {
  type ApiKey,
  apiKey,
  apiKeyList,
  mintedKey,
  org,
  orgList,
} from '@request-desk/shared/support-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type ConsoleDesk, openConsole } from '../../../testkit/desks/console-desk.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { keyRoutes } from '../../src/keys/routes.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { ApiProcesses } from '../../src/meetso/directory/api-processes.ts';
import { hashKeySecret } from '../../src/meetso/directory/key-secret.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { ownDirectory } from '../../src/meetso/directory/own-directory.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-keys-'));
let nowMs = Date.parse('2026-03-01T10:00:00Z');
let database: Database;
let keys: ApiKeys;
let desk: ConsoleDesk;

beforeAll(async () => {
  database = await openDatabase({ path: directory });
  keys = new ApiKeys(database, KEY_FORM);
  const now = () => nowMs;
  const owned = ownDirectory(new Orgs(database), keys, new ApiProcesses(database));
  desk = await openConsole({
    now,
    register: async (api) => {
      await api.register(keyRoutes, { directory: owned, profile: MEETSO_PROFILE, now });
    },
  });
});

afterAll(async () => {
  await desk.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

async function post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<[number, T]> {
  const response = await fetch(`${desk.url}/support/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return [response.status, shape.parse(await response.json())];
}

const keysOf = async (id: string): Promise<ApiKey[]> =>
  (await desk.get(`/orgs/${id}/keys`, apiKeyList)).items;

describe('organisations and keys', () => {
  it('are made and listed; the secret is shown once and logged never', async () => {
    const [status, acme] = await post('/orgs', { name: ' Acme ' }, org);
    expect([status, acme.name]).toEqual([201, 'Acme']);
    expect((await desk.get('/orgs', orgList)).items).toContainEqual(acme);

    const wanted = {
      name: 'CI',
      scopes: ['meetings:read'],
      expires_at: '2026-03-02T11:00:00+01:00',
    };
    const [minted, key] = await post(`/orgs/${acme.id}/keys`, wanted, mintedKey);
    expect(minted).toBe(201);
    expect(key.secret).toMatch(/^mts_live_[0-9A-Za-z]{32}$/);
    expect(key).toMatchObject({
      prefix: key.secret.slice(0, 13),
      expires_at: '2026-03-02T10:00:00.000Z',
    });
    const [listed] = await keysOf(acme.id);
    expect(listed).toMatchObject({ id: key.id, name: 'CI', state: 'active', last_used_at: null });
    expect(JSON.stringify(listed)).not.toContain(key.secret.slice(13));
    expect(desk.lines.join('')).not.toContain(key.secret.slice(13));
    expect(await keys.findByHash(hashKeySecret(key.secret))).toMatchObject({ id: key.id });

    nowMs += 2 * 86_400_000;
    expect((await keysOf(acme.id))[0]?.state).toBe('expired');
  });

  it('are revoked for good, and the first time stays on record', async () => {
    const [, beta] = await post('/orgs', { name: 'Beta' }, org);
    const [, key] = await post(
      `/orgs/${beta.id}/keys`,
      { name: 'a', scopes: ['meetings:write'] },
      mintedKey,
    );
    const [status, revoked] = await post(`/keys/${key.id}/revoke`, undefined, apiKey);
    expect([status, revoked.state, revoked.revoked_by]).toEqual([200, 'revoked', 'local']);
    nowMs += 5000;
    const [again, same] = await post(`/keys/${key.id}/revoke`, undefined, apiKey);
    expect([again, same]).toEqual([200, revoked]);
    const audit = { by: 'local', did: 'keys:revoke', org: beta.id, key_id: key.id };
    const lines = desk.lines.filter((line) => line.includes('keys:revoke'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ audit }, { audit }]);
  });

  it('are rotated: the old one ends in favour of the new', async () => {
    const [, gamma] = await post('/orgs', { name: 'Gamma' }, org);
    const wanted = { name: 'Server', scopes: ['meetings:write', 'meetings:read'] };
    const [, old] = await post(`/orgs/${gamma.id}/keys`, wanted, mintedKey);
    nowMs += 1000;
    const [status, fresh] = await post(`/keys/${old.id}/rotate`, undefined, mintedKey);
    expect([status, fresh.scopes]).toEqual([201, ['meetings:read', 'meetings:write']]);
    expect(await keysOf(gamma.id)).toMatchObject([
      { id: old.id, state: 'revoked', replaced_by: fresh.id },
      { id: fresh.id, state: 'active', name: 'Server' },
    ]);
    nowMs += 1000;
    const [, kept] = await post(`/keys/${fresh.id}/rotate`, { keep_old: true }, mintedKey);
    expect((await keysOf(gamma.id)).filter((key) => key.state === 'active')).toHaveLength(2);
    const both = await Promise.all(
      [1, 2].map(() => fetch(`${desk.url}/support/v1/keys/${kept.id}/rotate`, { method: 'POST' })),
    );
    expect(both.map((response) => response.status).sort()).toEqual([201, 400]);
    expect((await keysOf(gamma.id)).filter((key) => key.state === 'active')).toHaveLength(2);
  });

  it.each([
    ['/orgs', { name: ' ' }, 400],
    ['/orgs', { name: 'x', colour: 'red' }, 400],
    ['/orgs', undefined, 400],
    ['/orgs/org_nobody/keys', { name: 'x', scopes: ['meetings:read'] }, 404],
    ['/orgs/ORG/keys', { name: 'x', scopes: [] }, 400],
    ['/orgs/ORG/keys', { name: 'x', scopes: ['everything'] }, 400],
    [
      '/orgs/ORG/keys',
      { name: 'x', scopes: ['meetings:read'], expires_at: '2020-01-01T00:00:00Z' },
      400,
    ],
    ['/keys/key_nobody/revoke', undefined, 404],
    ['/keys/key_nobody/rotate', undefined, 404],
  ])('refuse %s %j with %i', async (path, body, expected) => {
    const [, acme] = await post('/orgs', { name: 'Acme' }, org);
    const [status, { error }] = await post(path.replace('ORG', acme.id), body, consoleErrorBody);
    expect([status, error.message.length > 10]).toEqual([expected, true]);
  });
});
