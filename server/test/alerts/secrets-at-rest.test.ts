import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channels } from '../../src/alerts/channels/channels.ts';
import { type Database, DatabaseError } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { alertChannels } from '../../src/database/schema.ts';
import { openSecretKeys } from '../../src/database/secrets/open-secret-keys.ts';
import { SecretKeys } from '../../src/database/secrets/secret-keys.ts';
import { sealServerSecrets, serverSecret } from '../../src/database/secrets/server-secret.ts';

const [OLD, NEW, OTHER] = ['o'.repeat(32), 'n'.repeat(32), 'x'.repeat(32)];
const NOW = new Date('2026-11-27T00:00:00Z');
const FORMER = 'canaryformer0123456789';
const FRESH = 'canaryfresh0123456789';
const ROUTE = { severities: [], kinds: [], codes: [] };
const directory = mkdtempSync(join(tmpdir(), 'desk-secrets-'));
const path = join(directory, 'postgres');
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ path });
});

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

const channelsWith = (...keys: [string, ...string[]]) =>
  new Channels(database, {
    builtIn: undefined,
    allowPrivate: false,
    keys: new SecretKeys(keys),
  });
const pagerDuty = (key: string) => ({
  name: 'On call',
  enabled: true,
  route: ROUTE,
  settings: {
    kind: 'pagerduty' as const,
    routing_key: key,
    url: 'https://events.pagerduty.com/v2',
  },
});

/** Files below the database's directory in which `text` stands. */
async function filesWith(text: string): Promise<string[]> {
  await database.orm.execute(sql`checkpoint`);
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(path, name)).isFile() && readFileSync(join(path, name)).includes(text),
  );
}

describe('the settings of a channel', () => {
  it('stand nowhere in the bytes of the database, and read the same', async () => {
    const channels = channelsWith(OLD);
    const { id } = await channels.create(pagerDuty(FRESH), 'ada', NOW);
    await channels.change(id, pagerDuty(`${FRESH}again`), 'ada', NOW);
    expect(await filesWith(FRESH)).toEqual([]);
    expect((await channels.find(id))?.settings).toEqual(pagerDuty(`${FRESH}again`).settings);
    // The search finds what is there.
    expect((await filesWith('On call')).length).toBeGreaterThan(0);
  });

  it('of before are sealed at the start, and gone from the table’s file', async () => {
    const { settings, ...rest } = pagerDuty(FORMER);
    const by = { createdAt: NOW, updatedAt: NOW, updatedBy: 'ada' };
    await database.orm
      .insert(alertChannels)
      .values({ id: 'chn_former', kind: 'pagerduty', settings, ...rest, ...by });
    expect((await filesWith(FORMER)).filter((name) => name.startsWith('base'))).toHaveLength(1);
    const channels = channelsWith(OLD);
    expect((await channels.find('chn_former'))?.settings).toEqual(settings);
    expect([await channels.sealAll(), await channels.sealAll()]).toEqual([1, 0]);
    await database.orm.execute(sql`vacuum full alert_channels`);
    // The log of changes of before is kept by Postgres for a while.
    const left = (await filesWith(FORMER)).filter((name) => !name.startsWith('pg_wal'));
    expect(left).toEqual([]);
    expect((await channels.find('chn_former'))?.settings).toEqual(settings);
  });

  it('are sealed again with a new key, and read with it alone from then on', async () => {
    expect(await channelsWith(NEW, OLD).sealAll()).toBe(2);
    const after = await channelsWith(NEW).find('chn_former');
    expect(after?.settings).toMatchObject({ routing_key: FORMER });
    expect(await channelsWith(OLD).find('chn_former')).toMatchObject({
      enabled: false,
      name: 'On call (cannot be read: set it up again)',
    });
  });

  it('open for no other channel and no other kind', async () => {
    await database.orm.execute(sql`
      insert into alert_channels (id, name, kind, enabled, settings, route, created_at, updated_at, updated_by)
      select 'chn_moved', name, kind, enabled, settings, route, created_at, updated_at, updated_by
      from alert_channels where id = 'chn_former'`);
    const moved = await channelsWith(NEW).find('chn_moved');
    expect(moved).toMatchObject({ enabled: false, settings: { kind: 'webhook' } });
    await database.orm.execute(
      sql`update alert_channels set kind = 'slack' where id = 'chn_former'`,
    );
    expect(await channelsWith(NEW).find('chn_former')).toMatchObject({ enabled: false });
    expect(await channelsWith(NEW).list()).toHaveLength(3);
  });
});

describe('the secrets that the desk makes for itself', () => {
  const sealWith = async (acceptNew: boolean, ...keys: [string, ...string[]]) =>
    await sealServerSecrets(database, new SecretKeys(keys), { acceptNew, now: NOW });
  const named = async (name: string, key: string) =>
    (await serverSecret(database, name, NOW, new SecretKeys([key]))).toString('hex');

  it('of before are sealed at the start, the same values, and gone from the table’s file', async () => {
    const former = (await serverSecret(database, 'cursor', NOW)).toString('hex');
    const tables = async (text: string) =>
      (await filesWith(text)).filter((name) => !name.startsWith('pg_wal'));
    expect(await tables(former)).not.toEqual([]);
    await sealWith(false, OLD);
    expect(await tables(former)).toEqual([]);
    expect(await named('cursor', OLD)).toBe(former);
    const made = await named('sign-in', OLD);
    expect([await filesWith(made), await named('sign-in', OLD)]).toEqual([[], made]);
    // A release that knows nothing of it makes one of its own, which counts nowhere else.
    await serverSecret(database, 'cursor', NOW);
    await sealWith(false, OLD);
    expect(await named('cursor', OLD)).toBe(former);
  });

  it('are sealed again with a new key, the control plane’s own name stays as it is', async () => {
    const before = await named('cursor', OLD);
    await sealWith(false, NEW, OLD);
    expect(await named('cursor', NEW)).toBe(before);
    await expect(named('cursor', OLD)).rejects.toThrow('sealed with another key');
    const { identity } = database;
    await database.ping();
    expect((await serverSecret(database, 'identity', NOW)).toString('hex')).toBe(identity);
  });

  it('of a lost key keep the desk from starting, or are made again where that is wanted', async () => {
    const before = await named('cursor', NEW);
    await expect(sealWith(false, OTHER)).rejects.toThrow('--new-secrets-key');
    await sealWith(true, OTHER);
    expect(await named('cursor', OTHER)).not.toBe(before);
    await sealWith(true, NEW);
  });

  it('open under no other name', async () => {
    await named('sign-in', NEW);
    await database.orm.execute(
      sql`update server_secrets set name = 'sealed moved' where name = 'sealed sign-in'`,
    );
    await expect(named('moved', NEW)).rejects.toThrow(DatabaseError);
    await sealWith(true, NEW);
  });
});

describe('the key of secrets at rest', () => {
  const opened = (configured: string[], acceptNew = false) =>
    openSecretKeys({ configured, dataDir: directory, database, acceptNew, now: NOW });

  it('is made once, for its owner alone, where none is configured', async () => {
    const first = await opened([]);
    expect(statSync(join(directory, 'secrets-key')).mode & 0o777).toBe(0o600);
    expect((await opened([]))?.currentId).toBe(first?.currentId);
    const text = readFileSync(join(directory, 'secrets-key'), 'utf8').trim();
    expect(await filesWith(text)).toEqual([]);
  });

  it('must be the one that the control plane was sealed with, or stand before it', async () => {
    const local = readFileSync(join(directory, 'secrets-key'), 'utf8').trim();
    await expect(opened([NEW])).rejects.toThrow(DatabaseError);
    await opened([NEW, local]);
    await expect(opened([])).rejects.toThrow('--new-secrets-key');
    await expect(opened([OTHER])).rejects.toThrow('set SECRETS_KEY');
    await opened([OTHER], true);
    await opened([OTHER]);
  });

  it('is none, and nothing is sealed, where the operator wants none for a shared control plane', async () => {
    const shared = { orm: database.orm, engine: 'postgres' } as const;
    const asked = { configured: [], dataDir: directory, acceptNew: false, now: NOW };
    await expect(openSecretKeys({ ...asked, database: shared })).rejects.toThrow('set SECRETS_KEY');
    await database.orm.execute(sql`delete from server_secrets where name = 'secrets key id'`);
    expect(await openSecretKeys({ ...asked, database: shared })).toBeUndefined();
    const plain = new Channels(database, {
      builtIn: undefined,
      allowPrivate: false,
      keys: undefined,
    });
    const { id } = await plain.create(pagerDuty('plain'), 'ada', NOW);
    expect([await plain.sealAll(), (await plain.find(id))?.settings]).toEqual([
      0,
      pagerDuty('plain').settings,
    ]);
  });
});
