import { firingAlerts, incidentDetail } from '@request-desk/shared/alerts-api';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import {
  maintenance,
  maintenanceList,
  newMaintenance,
  suppressionPreview,
} from '@request-desk/shared/maintenance-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf, noticeOf } from '../../../testkit/alerts/alerts-message.ts';
import { failing, firing, pass } from '../../../testkit/alerts/alerts-run.ts';
import { type AlertsConsole, openAlertsConsole } from '../../../testkit/desks/alerts-console.ts';
import { send } from '../../../testkit/desks/alerts-desk.ts';
import { MaintenanceWindows } from '../../src/alerts/maintenance/windows.ts';
import { facts } from '../../src/alerts/notifiers/message.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
const SENT = { timeout: 15_000 };
let on: AlertsConsole;

beforeAll(async () => {
  on = await openAlertsConsole(START);
}, 60_000);
afterAll(() => on.close());

const passes = async (count: number, errors: number) => {
  for (let i = 0; i < count; i++) await pass(on.desk, on.run, failing(errors));
};
const types = () => on.receiver.received.map(({ body }) => JSON.parse(body).type);
const only = async () => {
  const { items } = await on.call('GET /alerts/firing', undefined, firingAlerts);
  const [item] = items;
  if (!item) throw new Error('nothing fires');
  return item;
};
const detail = async () => {
  const { id } = await only();
  return await on.call(`GET /alerts/${id}`, undefined, incidentDetail);
};
const plan = (effect: 'mute' | 'soften', value: string) => ({
  title: 'Move of the database',
  effect,
  time_zone: 'Europe/Berlin',
  matchers: [{ label: 'kind', op: '=', value }],
  starts: '2026-03-01T10:30',
  duration_min: 60,
  recurrence: { every: 'day' },
});

describe('maintenance', () => {
  it('says what it covers and when it is on, and refuses what makes no sense', async () => {
    const seen = await on.call(
      'POST /maintenance/preview',
      plan('soften', 'global'),
      suppressionPreview,
    );
    expect(seen).toMatchObject({ firing_count: 0, firing_of: 0, past_count: 0 });
    expect(seen.occurrences[0]?.starts_at).toBe('2026-03-01T09:30:00.000Z');
    for (const [change, words] of [
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
      [{ starts: '2026-02-30T10:00' }, 'starts'],
      [{ starts: '2026-01-30T10:00', recurrence: { every: 'once' } }, 'never be on'],
    ] as const) {
      const input = { ...plan('mute', 'global'), ...change };
      const { error } = await on.call('POST /maintenance', input, consoleErrorBody, 400);
      expect(error.message).toContain(words);
    }
  });

  it('that mutes keeps quiet what it matches, each day, until it ends', async () => {
    const others = await on.call('POST /maintenance', plan('mute', 'route'), maintenance, 201);
    const made = await on.call('POST /maintenance', plan('mute', 'global'), maintenance, 201);
    expect(made).toMatchObject({ state: 'active', covers: 0 });
    await passes(3, 0);
    await passes(3, 100);
    expect(await firing(on.desk)).toEqual(['global-500 notify']);
    expect((await only()).maintenance).toMatchObject({ effect: 'mute' });
    expect(types()).toEqual([]);
    await on.call(`POST /maintenance/${made.id}/end`, {}, maintenance);
    await passes(1, 100);
    await expect.poll(types, SENT).toEqual(['alert.fired']);
    await on.call(`POST /maintenance/${others.id}/end`, {}, maintenance);
  }, 60_000);

  it('that softens has a page sent as a notice, and the page when it has ended', async () => {
    const made = await on.call('POST /maintenance', plan('soften', 'global'), maintenance, 201);
    expect(made).toMatchObject({ state: 'active', covers: 1 });
    await passes(4, 100);
    expect(await firing(on.desk)).toEqual(['global-500 page']);
    await expect.poll(types, SENT).toEqual(['alert.fired']);
    const incident = await only();
    expect(incident.maintenance).toMatchObject({ effect: 'soften', title: made.title });
    await on.call(`POST /maintenance/${made.id}/end`, {}, maintenance);
    await passes(1, 100);
    await expect.poll(types, SENT).toEqual(['alert.fired', 'alert.paged']);
    const { items } = await on.call('GET /maintenance', undefined, maintenanceList);
    expect(items.map(({ state }) => state)).toEqual(['ended', 'ended', 'ended']);
  }, 60_000);
});

describe('an alert', () => {
  it('says how it is now and was at its worst, who is affected, and what was sent when', async () => {
    await passes(4, 150);
    const keyed = { fromS: on.desk.nowS - 5, toS: on.desk.nowS, count: 3 };
    await send(on.desk.clickhouse, { ...keyed, code: 'internal_error', orgs: ['org_z'] });
    const found = await detail();
    expect(found.current).toMatchObject({ window_s: 60 });
    expect(found.current?.errors).toBeGreaterThan(0);
    expect(found.peak?.errors).toBeGreaterThanOrEqual(found.current?.errors ?? 0);
    const { orgs = [], org_count } = found.affected ?? {};
    expect(org_count).toBe(5);
    expect(orgs.find(({ id }) => id === 'org_z')?.errors).toBe(3);
    expect(orgs.at(-1)?.id).toBe('org_z');
    expect(found.notified_at).not.toBeNull();
    expect(found.timeline?.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['began', 'fired', 'notified', 'paged']),
    );
    expect(found.timeline?.[0]?.kind).toBe('began');
  }, 60_000);

  it('has an owner, notes and a status text, which its requests carry', async () => {
    const { id } = await only();
    const path = `/alerts/${id}`;
    const call = (method: string, part: string, body: unknown) => {
      on.desk.nowS += 1;
      return on.call(`${method} ${path}/${part}`, body, incidentDetail);
    };
    await call('POST', 'notes', { note: 'The database is full.' });
    await call('PUT', 'owner', { owner: 'Ada' });
    const text = 'We are restoring the database.';
    const found = await call('PUT', 'status-text', { text });
    expect(found).toMatchObject({ owner: 'Ada', status_text: { text } });
    const said = found.timeline?.slice(-3).map(({ kind, note }) => `${kind} ${note}`);
    expect(said).toEqual(['note The database is full.', 'owner Ada', `status_text ${text}`]);
    const texts = { en: text, de: 'Wir stellen die Datenbank wieder her.' };
    const both = await call('PUT', 'status-text', { text, texts: { de: texts.de } });
    expect(both.status_text).toMatchObject({ text, texts });
    const alone = await call('PUT', 'status-text', { text: '', texts: { de: texts.de } });
    expect(alone.status_text).toMatchObject({ text: texts.de, texts: { de: texts.de } });
    const unknown = { text, texts: { fr: 'Non.' } };
    expect(await on.refusal(`PUT ${path}/status-text`, unknown)).toContain('not in fr');
    const back = await call('PUT', 'status-text', { text: '' });
    expect(back.status_text).toBeNull();
    expect(await on.refusal(`POST ${path}/notes`, { note: ' ' })).toContain('note');
    expect(await on.refusal('PUT /alerts/alr_x/owner', { owner: 'A' }, 404)).toContain('alert');
  });
});

describe('maintenance of years', () => {
  it('neither fills up with what is past, nor hides what comes again', async () => {
    const windows = new MaintenanceWindows(on.desk.database);
    const at = new Date(on.desk.now());
    const weekly = newMaintenance.parse({ ...plan('mute', 'org'), starts: '2025-01-01T10:30' });
    const old = await windows.create(weekly, 'test', new Date(at.getTime() - 90_000));
    const once = newMaintenance.parse({ ...weekly, recurrence: { every: 'once' } });
    for (let i = 0; i < 200; i++) await windows.create(once, 'test', at);
    const { items } = await on.call('GET /maintenance', undefined, maintenanceList);
    expect(items.find(({ id }) => id === old.id)?.state).not.toBe('ended');
    await on.call('POST /maintenance', plan('mute', 'telemetry'), maintenance, 201);
  });
});

describe('a message about an alert that fired a while ago', () => {
  it('does not report its first rate as the current one', () => {
    const rate = { at: '2026-03-01T10:30:00Z', window_s: 60, requests: 400, errors: 12 };
    const old = { ...noticeOf('reminder', { current: rate }), old: true };
    const lines = new Map(facts(old));
    expect(lines.get('How much now')).toBe('12 of 400 requests in the last minute');
    expect(lines.get('When it fired')).toContain('38 % of requests');
    const paged = noticeOf('reminder', { current: rate, summary_of: 'paged' });
    expect(facts({ ...paged, old: true })[1]?.[0]).toBe('When it paged');
    expect(lines.has('How much')).toBe(false);
    expect(facts(messageOf([noticeOf('fired')]).notices[0] ?? old)[0]?.[0]).toBe('How much');
  });
});
