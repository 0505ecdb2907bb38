import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { seedDemo } from '../../src/meetso/demo/seed-demo.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';
import { Meetings } from '../../src/meetso/meetings/meetings-repository.ts';

const path = mkdtempSync(join(tmpdir(), 'desk-seed-'));
const NOW = new Date('2026-03-01T10:00:00.000Z');
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ path });
});

afterAll(async () => {
  await database.close();
  rmSync(path, { recursive: true, force: true });
});

it('makes six organisations with more than forty active keys, and a later run replaces the keys', async () => {
  const stores = {
    orgs: new Orgs(database),
    keys: new ApiKeys(database, KEY_FORM),
    meetings: new Meetings(database),
  };
  const first = await seedDemo(stores, NOW, Math.random);
  expect(first.orgs).toHaveLength(6);
  expect(first.keys.filter((key) => key.state === 'active').length).toBeGreaterThan(40);
  for (const state of ['revoked', 'expired'] as const)
    expect(first.keys.filter((key) => key.state === state).length).toBeGreaterThan(5);
  expect(first.meetings.some((meeting) => meeting.deleted)).toBe(true);

  const second = await seedDemo(stores, NOW, Math.random);
  expect(second.orgs).toEqual(first.orgs);
  const old = await stores.keys.find(first.tryKey.id);
  expect(old).toMatchObject({ revokedAt: NOW, replacedBy: second.tryKey.id });
  expect(second.meetings.filter((m) => !m.deleted)).toHaveLength(360);
});
