import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing, firing, pass, type Run, runNamed } from '../../../testkit/alerts/alerts-run.ts';
import { TEST_KEYS } from '../../../testkit/alerts/test-keys.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';
import { Channels } from '../../src/alerts/channels/channels.ts';
import { Escalations } from '../../src/alerts/escalation/escalations.ts';
import { progressOf } from '../../src/alerts/escalation/progress.ts';
import { LeaseLost, loadMemory } from '../../src/alerts/evaluate/memory.ts';
import { stateToStore } from '../../src/alerts/evaluate/persisted.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';
import { Silences } from '../../src/alerts/silences/silences.ts';
import { alertEngine } from '../../src/database/schema.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
/** Messages leave on their own; the machine may be busy. */
const SENT = { timeout: 15_000 };
let desk: AlertsDesk;
let run: Run;
const received = new Map<string, Receiver>();

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  run = runNamed(desk, 'one');
  const channels = new Channels(desk.database, {
    builtIn: undefined,
    allowPrivate: true,
    keys: TEST_KEYS,
  });
  const ids = new Map<string, string>();
  for (const name of ['team', 'lead', 'manager']) {
    const receiver = await openReceiver();
    received.set(name, receiver);
    const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const settings = { kind: 'webhook' as const, url: receiver.url, secret };
    const route = { severities: [], kinds: [], codes: [], escalation_only: name !== 'team' };
    const values = { name, enabled: true, settings, route };
    ids.set(name, (await channels.create(values, 'test', new Date(desk.now()))).id);
  }
  const step = (after_min: number, name: string) => ({
    after_min,
    channels: [ids.get(name) ?? ''],
  });
  const chain = { steps: [step(3, 'lead'), step(2, 'manager')], repeat: 1 };
  await new Escalations(desk.database).change(chain, 'test', new Date(desk.now()));
  await beat(desk.clickhouse, 'api-1', [START + 0.5]);
}, 60_000);

afterAll(async () => {
  await Promise.all([...received.values()].map((receiver) => receiver.close()));
  await desk.close();
});

const heard = (name: string) =>
  received.get(name)?.received.map(({ body }) => JSON.parse(body).type.replace('alert.', ''));
/** What the process that evaluates does besides judging. */
const minutes = async (count: number) => {
  for (let i = 0; i < count * 6; i++) {
    desk.nowS += 10;
    await run.lease.hold();
    await run.escalator.tick();
    await run.worker.tick();
  }
};
/** The evaluator has seen so many seconds without errors. */
const rested = async (seconds: number) => {
  const { state } = await loadMemory(desk.database);
  const entries = Object.entries(state.firing);
  const firing = entries.map(([key, alert]) => [
    key,
    { ...alert, inactive: { ...alert.inactive, seconds } },
  ]);
  const stored = stateToStore({ ...state, firing: Object.fromEntries(firing) });
  await desk.database.orm.update(alertEngine).set({ state: stored });
};
const incident = async () => {
  const [found] = await new Incidents(desk.database).history({ limit: 1 });
  if (!found) throw new Error('nothing fires');
  return found;
};
const escalated = async () =>
  (await new Incidents(desk.database).eventsOf((await incident()).id))
    .filter(({ kind }) => kind === 'escalated')
    .map(({ note }) => note);

describe('a page that nobody acknowledges', () => {
  it('goes to the next channel after the minutes that were set, and not before', async () => {
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(0));
    for (let i = 0; i < 8; i++) await pass(desk, run, failing(100));
    expect(await firing(desk)).toEqual(['global-500 page']);
    await minutes(2);
    expect(heard('lead')).toEqual([]);
    await minutes(1.5);
    await expect.poll(() => heard('lead'), SENT).toEqual(['escalated']);
    expect(heard('manager')).toEqual([]);
    expect(heard('team')).toEqual(['fired', 'paged']);
    expect(await escalated()).toEqual(['to lead']);
    const body = received.get('lead')?.received[0]?.body ?? '';
    expect(JSON.parse(body).data.alerts[0].links.acknowledge).toMatch(/\?acknowledge$/);
  }, 60_000);

  it('waits through a silence, a clock that is put ahead, and a restart, and goes on after', async () => {
    const silences = new Silences(desk.database);
    const at = (seconds: number) => new Date((desk.nowS + seconds) * 1000);
    const matchers = [{ label: 'kind' as const, op: '=' as const, value: 'global' }];
    const times = { startsAt: at(0), endsAt: at(290) };
    await silences.create({ matchers, reason: 'x', ...times }, 'test', at(0));
    await minutes(4);
    const parts = {
      database: desk.database,
      now: desk.now,
      channels: new Channels(desk.database, {
        builtIn: undefined,
        allowPrivate: true,
        keys: TEST_KEYS,
      }),
    };
    const standing = async () => await progressOf(await incident(), parts);
    expect(await standing()).toMatchObject({ next_at: null, paused_by: 'silence' });
    await minutes(1);
    expect(await standing()).toMatchObject({ paused_by: null, next_channels: ['manager'] });
    await rested(300);
    expect(await standing()).toMatchObject({ next_at: null, paused_by: 'rest' });
    await rested(0);
    expect(heard('manager')).toEqual([]);
    desk.nowS += 7200;
    desk.steppedS += 7200;
    await minutes(0.5);
    expect(heard('manager')).toEqual([]);
    run = runNamed({ ...desk, now: desk.now, steadyMs: desk.steadyMs }, 'one');
    await minutes(1);
    expect(heard('manager')).toEqual([]);
    await minutes(1);
    await expect.poll(() => heard('manager'), SENT).toEqual(['escalated']);
  }, 90_000);

  it('begins again as often as was set, and then ends', async () => {
    await minutes(11);
    await expect.poll(() => heard('manager'), SENT).toEqual(['escalated', 'escalated']);
    await minutes(6);
    expect(await escalated()).toEqual(['to lead', 'to manager', 'to lead', 'to manager']);
  }, 120_000);

  it('is not escalated by who has lost the lease', async () => {
    await run.lease.release();
    desk.nowS += 30;
    await expect(run.escalator.tick()).rejects.toThrow(LeaseLost);
  });

  it('stops when it is acknowledged, begins again when it is given back, and waits while it rests', async () => {
    const incidents = new Incidents(desk.database);
    const escalations = new Escalations(desk.database);
    const { id } = await incident();
    const by = { acknowledgedAt: new Date(desk.now()), acknowledgedBy: 'somebody' };
    await incidents.change(id, by);
    await minutes(4);
    expect(await escalations.progress()).toEqual(new Map());
    await incidents.change(id, { acknowledgedAt: null, acknowledgedBy: null });
    await minutes(1);
    expect([...(await escalations.progress()).values()]).toMatchObject([{ taken: 0 }]);
    await rested(300);
    await minutes(4);
    expect(heard('lead')).toHaveLength(2);
    await rested(0);
    await minutes(3);
    await expect.poll(() => heard('lead'), SENT).toHaveLength(3);
    await incidents.change(id, { endedAt: new Date(desk.now()), endReason: 'resolved' });
    await minutes(1);
    expect(await escalations.progress()).toEqual(new Map());
  }, 120_000);
});
