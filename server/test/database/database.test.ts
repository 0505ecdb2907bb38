import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';
import { refuseLostControlPlane } from '../../src/database/data-dir/lost-control-plane.ts';
import { type Database, DatabaseError } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { serverSecret } from '../../src/database/secrets/server-secret.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { hashKeySecret } from '../../src/meetso/directory/key-secret.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { API_KEY_PATTERN, KEY_FORM } from '../../src/meetso/key-form.ts';
import { Meetings } from '../../src/meetso/meetings/meetings-repository.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-database-'));
const path = join(directory, 'postgres');
const NOW = new Date('2026-03-01T10:00:00.123Z');
const minutesAgo = (n: number) => new Date(NOW.getTime() - n * 60_000);
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ path });
});

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('the control plane', () => {
  it('keeps everything over a restart, and migrates only once', async () => {
    const org = await new Orgs(database).create('Fernhill Labs', NOW);
    const secret = await serverSecret(database, 'cursor', NOW);
    await database.close();
    database = await openDatabase({ path });
    expect(await new Orgs(database).find(org.id)).toEqual(org);
    expect(await serverSecret(database, 'cursor', NOW)).toEqual(secret);
    expect(secret).toHaveLength(32);
    expect(await serverSecret(database, 'other', NOW)).not.toEqual(secret);
  });

  it('reads who was notified of an incident where an earlier release has stored it', async () => {
    await database.orm.execute(sql`
      insert into incidents (id, key, rule_id, severity, title, scope, since, fired_at, evidence,
                             told, page_told, told_channels, last_told_at)
      values ('alr_stored', 'global-500', 'global-500', 'page', '500s', 'global', now(), now(), '{}',
              true, true, '["ch_1"]', '2026-03-01T09:00:00Z')`);
    expect(await new Incidents(database).find('alr_stored')).toMatchObject({
      notified: true,
      pageNotified: true,
      notifiedChannels: ['ch_1'],
      lastNotifiedAt: new Date('2026-03-01T09:00:00Z'),
    });
  });

  it('refuses a database that a newer version wrote', async () => {
    const row = sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1)`;
    await database.orm.execute(row);
    await database.close();
    await expect(openDatabase({ path })).rejects.toThrow(/does not know: run the version/);
    const { openEmbedded } = await import('../../src/database/open-embedded.ts');
    await expect(openEmbedded(path)).rejects.toBeInstanceOf(DatabaseError);
    const { PGlite } = await import('@electric-sql/pglite');
    const raw = await PGlite.create({ dataDir: path });
    await raw.query("delete from drizzle.__drizzle_migrations where hash = 'x'");
    await raw.close();
    database = await openDatabase({ path });
  });

  it.each([
    ['postgres://desk:hunter2@127.0.0.1:1/desk', /127\.0\.0\.1:1\/desk does not answer/],
    ['postgres://desk:hunter2@no-such-host.invalid/desk', /no-such-host.invalid\/desk does not/],
  ])('says in one line that %s cannot be used, without the password', async (url, message) => {
    const failure = await openDatabase({ url, path }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseError);
    const text = (failure as Error).message;
    expect(text).toMatch(message);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('\n');
  });

  it('says what to do about a damaged directory', async () => {
    const damaged = join(directory, 'damaged');
    const small = await openDatabase({ path: damaged });
    await small.close();
    writeFileSync(join(damaged, 'global', 'pg_control'), 'rubbish');
    await expect(openDatabase({ path: damaged })).rejects.toThrow(/restore it from a backup/);
  });

  it.each(['PG_VERSION', 'base', 'base/5', 'global', 'pg_wal', 'pg_xact'])(
    'is refused without its %s, and nothing is made in its place',
    async (part) => {
      const dataDir = join(directory, part.replace('/', '-'));
      const whole = join(directory, 'whole');
      if (!existsSync(whole)) await (await openDatabase({ path: whole })).close();
      cpSync(whole, join(dataDir, 'postgres'), { recursive: true });
      rmSync(join(dataDir, 'postgres', part), { recursive: true });
      const before = readdirSync(join(dataDir, 'postgres'));
      refuseLostControlPlane(dataDir, false);
      const failure: unknown = await openDatabase({ path: join(dataDir, 'postgres') }).catch(
        (e) => e,
      );
      expect(failure).toBeInstanceOf(DatabaseError);
      expect(String(failure)).toMatch(/damaged: restore .* --new-control-plane to/);
      expect(String(failure)).not.toContain('\n');
      expect(readdirSync(join(dataDir, 'postgres'))).toEqual(before);
    },
  );

  it('is not made again beside data of an earlier life, unless that is asked for', async () => {
    const dataDir = join(directory, 'used');
    mkdirSync(join(dataDir, 'spool'), { recursive: true });
    refuseLostControlPlane(dataDir, false);
    writeFileSync(join(dataDir, 'spool', 'producer'), '');
    const lost = () => refuseLostControlPlane(dataDir, false);
    expect(lost).toThrow(/is gone, while .*spool holds data of an earlier life: restore/);
    mkdirSync(join(dataDir, 'postgres', 'base'), { recursive: true });
    refuseLostControlPlane(dataDir, true);
    expect(readdirSync(dataDir)).toContainEqual(expect.stringMatching(/^postgres\.lost-20/));
    expect(lost).toThrow(/is gone/);
    refuseLostControlPlane(dataDir, true);
    await (await openDatabase({ path: join(dataDir, 'postgres') })).close();
    lost();
    expect(() => refuseLostControlPlane(dataDir, true)).toThrow(/is for a lost one/);
  });
});

describe('keys', () => {
  it('are found by their hash and never stored in the clear', async () => {
    const org = await new Orgs(database).create('Keys', NOW);
    const keys = new ApiKeys(database, KEY_FORM);
    const { key, secret } = await keys.mint(
      { orgId: org.id, name: 'One', scopes: ['meetings:write', 'meetings:read'] },
      NOW,
    );
    expect(secret).toMatch(API_KEY_PATTERN);
    expect(key).toMatchObject({ prefix: secret.slice(0, 13), createdAt: NOW, revokedAt: null });
    expect(key.id).toMatch(/^key_[0-9a-z]{20}$/);
    expect(await keys.findByHash(hashKeySecret(secret))).toEqual(key);
    const all = await database.orm.execute(sql`select k::text from api_keys k`);
    expect(JSON.stringify(all)).not.toContain(secret.slice(13));
  });

  it('stay revoked by the first to do it, and remember their successor', async () => {
    const org = await new Orgs(database).create('Revoked', NOW);
    const keys = new ApiKeys(database, KEY_FORM);
    const { key } = await keys.mint({ orgId: org.id, name: 'A', scopes: ['meetings:read'] }, NOW);
    await keys.revoke(key.id, 'ada', minutesAgo(5), 'key_next');
    const again = await keys.revoke(key.id, 'bob', NOW);
    expect(again).toMatchObject({
      revokedAt: minutesAgo(5),
      revokedBy: 'ada',
      replacedBy: 'key_next',
    });
    expect(await keys.revoke('key_none', 'ada', NOW)).toBeUndefined();
  });

  it('note their last use, and never move it back', async () => {
    const org = await new Orgs(database).create('Used', NOW);
    const keys = new ApiKeys(database, KEY_FORM);
    const { key } = await keys.mint({ orgId: org.id, name: 'A', scopes: ['meetings:read'] }, NOW);
    await keys.touch(new Map([[key.id, minutesAgo(1)]]));
    await keys.touch(new Map([[key.id, minutesAgo(9)]]));
    expect((await keys.find(key.id))?.lastUsedAt).toEqual(minutesAgo(1));
    await keys.touch(new Map());
  });
});

describe('meetings', () => {
  it('are listed newest first, page by page, without repeats or gaps at equal times', async () => {
    const org = await new Orgs(database).create('Pages', NOW);
    const meetings = new Meetings(database);
    const one = { title: 'Sync', startsAt: NOW, durationMinutes: 30 };
    const made = await meetings.insert(
      org.id,
      Array.from({ length: 25 }, (_, n) => ({ ...one, createdAt: minutesAgo(Math.floor(n / 10)) })),
    );
    const gone = made[7];
    if (gone) await meetings.remove(org.id, gone.id, NOW);
    const seen: string[] = [];
    let page = await meetings.list({ orgId: org.id, limit: 4 });
    while (page.length > 0) {
      seen.push(...page.map((meeting) => meeting.id));
      const last = page.at(-1);
      if (!last) break;
      const after = { at: new Date(last.created_at), id: last.id };
      page = await meetings.list({ orgId: org.id, limit: 4, after });
    }
    const expected = made
      .filter((meeting) => meeting.id !== gone?.id)
      .sort((a, b) => (b.created_at + b.id < a.created_at + a.id ? -1 : 1))
      .map((meeting) => meeting.id);
    expect(seen).toEqual(expected);
    expect(await meetings.list({ orgId: org.id, limit: 99, since: NOW })).toHaveLength(9);
  });

  it('belong to one organisation', async () => {
    const [own, other] = [
      await new Orgs(database).create('Own', NOW),
      await new Orgs(database).create('Other', NOW),
    ];
    const meetings = new Meetings(database);
    const input = { title: 'Sync', startsAt: NOW, durationMinutes: 30 };
    const { id } = await meetings.create(own.id, input, NOW);
    expect(await meetings.find(own.id, id)).toEqual({
      meeting: expect.objectContaining({ id, title: 'Sync', starts_at: NOW.toISOString() }),
    });
    expect(await meetings.find(other.id, id)).toEqual({ why: 'other_org', ownerOrg: own.id });
    expect(await meetings.find(own.id, `${id.slice(0, -2)}__`)).toEqual({ why: 'absent' });
    expect(await meetings.remove(other.id, id, NOW)).toMatchObject({ why: 'other_org' });
    expect(await meetings.remove(own.id, id, NOW)).toBeUndefined();
    expect(await meetings.remove(own.id, id, NOW)).toEqual({
      why: 'deleted',
      deletedAt: NOW.toISOString(),
    });
    expect(await meetings.find(own.id, id)).toEqual({
      why: 'deleted',
      deletedAt: NOW.toISOString(),
    });
    expect(await meetings.find(other.id, id)).toMatchObject({ why: 'other_org' });
  });
});
