import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Outbox } from '../../src/alerts/delivery/outbox.ts';
import { incidentAsWire, UNKNOWN_STATE } from '../../src/alerts/incidents/as-wire.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';
import { firstNotified } from '../../src/alerts/incidents/timeline.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { alertChannels } from '../../src/database/schema.ts';
import { pastIncidents } from '../../src/demo/past-incidents.ts';
import type { PastTrouble } from '../../src/meetso/demo/history/past-troubles.ts';
import { seedDemo } from '../../src/meetso/demo/seed-demo.ts';
import { ApiKeys } from '../../src/meetso/directory/api-keys.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../src/meetso/key-form.ts';
import { Meetings } from '../../src/meetso/meetings/meetings-repository.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

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
  // A call of the demo's week of history may not fail for a key that expires after it.
  for (const { id } of first.keys.filter(({ state }) => state !== 'active')) {
    const { expiresAt, revokedAt } = (await stores.keys.find(id)) ?? {};
    expect(Number(expiresAt ?? revokedAt)).toBeLessThan(NOW.getTime() - 8 * 86_400_000);
  }
  expect(first.meetings.some((meeting) => meeting.deleted)).toBe(true);

  const second = await seedDemo(stores, NOW, Math.random);
  expect(second.orgs).toEqual(first.orgs);
  const old = await stores.keys.find(first.tryKey.id);
  expect(old).toMatchObject({ revokedAt: NOW, replacedBy: second.tryKey.id });
  expect(second.meetings.filter((m) => !m.deleted)).toHaveLength(360);
});

it('writes down the alerts of the past, whole and once', async () => {
  const write = pastIncidents(database, MEETSO_PROFILE);
  const fromMs = NOW.getTime() - 3_600_000;
  const outage: PastTrouble = {
    kind: 'outage',
    fromMs,
    toMs: fromMs + 300_000,
    noticedMs: fromMs + 20_000,
    series: [{ atMs: fromMs, requests: 40, errors: 30 }],
    orgs: ['org_x'],
    samples: ['req_70ac81fe9ef7a3c6'],
  };
  await write(outage);
  await write(outage);
  await write({ ...outage, kind: 'surge' });
  const incidents = new Incidents(database);
  const rows = await incidents.history({ limit: 10 });
  expect(rows.map(({ key }) => key).sort()).toEqual(['global-500', 'org-429:org_x']);
  const row = rows.find(({ key }) => key === 'global-500');
  if (!row) throw new Error('no outage');
  const wire = incidentAsWire(row, UNKNOWN_STATE);
  expect(wire).toMatchObject({ state: 'resolved', severity: 'page', title: '500s across the API' });
  expect(wire.summary).toContain('30 of 40');
  const events = await incidents.eventsOf(row.id);
  expect(events.map(({ kind }) => kind)).toEqual([
    'fired',
    'paged',
    'acknowledged',
    'note',
    'status_text',
    'resolved',
  ]);
  const sent = await new Outbox(database).concerning(row.id);
  expect(sent.map(({ state, notices }) => [state, notices])).toEqual(
    ['ended', 'paged', 'fired'].map((change) => ['sent', [{ id: row.id, change }]]),
  );
  expect(firstNotified({ deliveries: sent })?.getTime()).toBe(outage.noticedMs + 1_400);
  const channels = await database.orm.select().from(alertChannels);
  expect(channels.map(({ enabled }) => enabled)).toEqual([false]);
});
