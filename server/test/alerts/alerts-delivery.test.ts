import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageOf, noticeOf } from '../../../testkit/alerts/alerts-message.ts';
import { TEST_KEYS } from '../../../testkit/alerts/test-keys.ts';
import {
  type AlertsDesk,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';
import { type Channel, Channels } from '../../src/alerts/channels/channels.ts';
import { Outbox } from '../../src/alerts/delivery/outbox.ts';
import { DeliveryWorker } from '../../src/alerts/delivery/worker.ts';
import { emptyState, type Transition } from '../../src/alerts/engine/state.ts';
import { commit } from '../../src/alerts/evaluate/commit.ts';
import { Lease } from '../../src/alerts/evaluate/lease.ts';
import { LeaseLost, type Memory } from '../../src/alerts/evaluate/memory.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';
import { newIncident } from '../../src/alerts/incidents/new-incident.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
let desk: AlertsDesk;
let good: Receiver;
let bad: Receiver;
let channels: Channels;
let outbox: Outbox;

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  [good, bad] = [await openReceiver(), await openReceiver()];
  channels = new Channels(desk.database, {
    builtIn: undefined,
    allowPrivate: true,
    keys: TEST_KEYS,
  });
  outbox = new Outbox(desk.database);
});

afterAll(async () => {
  await Promise.all([good.close(), bad.close()]);
  await desk.close();
});

beforeEach(() => {
  for (const receiver of [good, bad]) receiver.received.length = receiver.answers.length = 0;
});

function channelTo(receiver: Receiver, name: string): Promise<Channel> {
  const settings = {
    kind: 'webhook' as const,
    url: receiver.url,
    secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
  };
  const route = { severities: [], kinds: [], codes: [] };
  return channels.create({ name, enabled: true, settings, route }, 'test', new Date(desk.now()));
}

function newWorker(from = outbox): DeliveryWorker {
  const { now, steadyMs, log } = desk;
  return new DeliveryWorker({
    outbox: from,
    channels,
    now,
    steadyMs,
    log,
    compose: async (row) => ({ ...messageOf([noticeOf('fired')]), id: row.id }),
  });
}

async function enqueue(channel: Channel): Promise<void> {
  const notices = [{ id: 'alr_x', change: 'fired' as const }];
  await outbox.add([{ channelId: channel.id, notices }], new Date(desk.now()));
}

const log = async (channel: Channel) =>
  (await outbox.log(channel.id, 10)).map(({ state, attempts, lastStatus }) => ({
    state,
    attempts,
    lastStatus,
  }));

describe('a channel that misbehaves', () => {
  it('is tried again with the same id until it takes the message', async () => {
    const channel = await channelTo(bad, 'flaky');
    bad.answers.push({ status: 500 }, { status: 429, headers: { 'retry-after': '30' } });
    await enqueue(channel);
    const worker = newWorker();
    await worker.tick();
    await expect
      .poll(() => log(channel))
      .toEqual([{ state: 'pending', attempts: 1, lastStatus: 500 }]);
    desk.nowS += 2;
    await worker.tick();
    await expect
      .poll(() => log(channel))
      .toEqual([{ state: 'pending', attempts: 2, lastStatus: 429 }]);
    desk.nowS += 20;
    await worker.tick();
    expect(bad.received).toHaveLength(2);
    desk.nowS += 11;
    await worker.tick();
    await expect
      .poll(() => log(channel))
      .toEqual([{ state: 'sent', attempts: 3, lastStatus: 200 }]);
    expect(new Set(bad.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await channels.remove(channel.id);
  });

  it.each([
    ['ahead', 400 * 86_400],
    ['back', -400 * 86_400],
  ])(
    'is neither hurried, nor put off, nor given up by a clock that is set %s',
    async (_, stepS) => {
      const channel = await channelTo(bad, 'stepped');
      bad.answers.push({ status: 503, headers: { 'retry-after': '30' } }, { status: 503 });
      await enqueue(channel);
      const worker = newWorker();
      await worker.tick();
      await expect.poll(() => log(channel)).toMatchObject([{ state: 'pending', attempts: 1 }]);
      desk.nowS += stepS;
      desk.steppedS += stepS;
      desk.nowS += 20;
      await worker.tick();
      desk.nowS += 11;
      await worker.tick();
      await expect.poll(() => log(channel)).toMatchObject([{ state: 'pending', attempts: 2 }]);
      expect(bad.received).toHaveLength(2);
      desk.nowS += 10;
      await worker.tick();
      await expect.poll(() => log(channel)).toMatchObject([{ state: 'sent', attempts: 3 }]);
      await channels.remove(channel.id);
      desk.nowS -= stepS;
      desk.steppedS -= stepS;
    },
  );

  it('holds up no other, and is sent the rest in order', async () => {
    const [slow, quick] = [await channelTo(bad, 'hangs'), await channelTo(good, 'quick')];
    bad.answers.push({ status: 0 });
    for (let i = 0; i < 3; i++) await enqueue(slow);
    await enqueue(quick);
    const worker = newWorker();
    await worker.tick();
    await expect.poll(() => log(quick)).toEqual([{ state: 'sent', attempts: 1, lastStatus: 200 }]);
    await expect.poll(() => bad.received.length, { timeout: 3000 }).toBe(1);
    expect((await log(slow)).every(({ state }) => state === 'pending')).toBe(true);
    await channels.remove(slow.id);
    await channels.remove(quick.id);
  }, 30_000);

  it('is given up when it says that it never will, and the log says so', async () => {
    const channel = await channelTo(bad, 'gone');
    bad.answers.push({ status: 410 });
    await enqueue(channel);
    await enqueue(channel);
    const worker = newWorker();
    await worker.tick();
    await expect
      .poll(() => log(channel))
      .toEqual([
        { state: 'sent', attempts: 1, lastStatus: 200 },
        { state: 'failed', attempts: 1, lastStatus: 410 },
      ]);
  });
});

describe('an outbox with nothing to send', () => {
  class CountedOutbox extends Outbox {
    looks = 0;
    override due(without: readonly string[]) {
      this.looks++;
      return super.due(without);
    }
  }

  it('is read when somebody may have put something into it, and else every ten seconds', async () => {
    const channel = await channelTo(good, 'seldom');
    const counted = new CountedOutbox(desk.database);
    const worker = newWorker(counted);
    const ticks = async (seconds: number) => {
      for (let s = 0; s < seconds; s++) {
        desk.nowS += 1;
        await worker.tick();
      }
    };
    await ticks(100);
    expect(counted.looks).toBeLessThanOrEqual(11);
    await ticks(3);
    await enqueue(channel);
    worker.wake();
    await ticks(1);
    await expect.poll(() => good.received.length).toBe(1);
    await ticks(3);
    // Nobody says so of what a restored backup holds.
    await enqueue(channel);
    await ticks(11);
    await expect.poll(() => good.received.length).toBe(2);
    await channels.remove(channel.id);
  });
});

describe('the delivery log', () => {
  it('forgets what was settled three months ago, and nothing that waits', async () => {
    const before = await outbox.log(undefined, 200);
    const waiting = before.filter(({ state }) => state === 'pending').length;
    expect(before.length).toBeGreaterThan(waiting);
    await outbox.forget(new Date(desk.now() + 1000));
    expect(await outbox.log(undefined, 200)).toHaveLength(waiting);
  });
});

describe('ten thousand alerts at once', () => {
  it('are stored, and each channel gets one message; who lost the lease stores nothing', async () => {
    const holder = 'one';
    const hold = () => new Lease(desk.database, holder, desk.now).hold();
    await channelTo(good, 'everything');
    const memory: Memory = { state: emptyState(), judgedTo: START, heartbeats: true };
    const count = 10_000;
    const transitions = Array.from({ length: count }, (_, i) => firedOf(`org-429:org_${i}`));
    const fired = new Map();
    const orgs = { find: async () => undefined };
    const sources = {
      clickhouse: desk.clickhouse,
      profile: MEETSO_PROFILE,
      orgs,
      rules: new Map(),
    };
    for (const { alert } of transitions) {
      const series = { requests: [10], errors: [9] };
      fired.set(alert.key, await newIncident({ alert, series, end: START }, sources, false));
    }
    const outcome = { before: memory, after: memory, evaluated: true, transitions, fired };
    const stores = { database: desk.database, channels };
    const now = new Date(desk.now());
    expect(await hold()).toBe(true);
    await expect(commit(outcome, { ...stores, holder: 'other' }, now)).rejects.toThrow(LeaseLost);
    const incidents = new Incidents(desk.database);
    expect(await incidents.open()).toEqual([]);
    await commit(outcome, { ...stores, holder }, now);
    expect(await incidents.open()).toHaveLength(count);
    const messages = async () => {
      const [channel] = (await channels.list()).slice(-1);
      return (await outbox.due()).filter(({ channelId }) => channelId === channel?.id);
    };
    expect((await messages()).map(({ notices }) => notices)).toEqual([
      expect.objectContaining({ length: count }),
    ]);
    expect(await hold()).toBe(true);
    await commit({ ...outcome, transitions: [], fired: new Map() }, { ...stores, holder }, now);
    expect(await messages()).toHaveLength(1);
  }, 60_000);
});

function firedOf(key: string): Transition {
  return {
    change: 'fired',
    at: START,
    alert: {
      key,
      state: 'NOTIFY',
      since: START - 20,
      firedAt: START,
      pagedAt: null,
      pauses: 0,
      evidence: {
        windowS: 20,
        requests: 10,
        errors: 9,
        lower: 0.6,
        usual: 0.01,
        orgs: [key],
        orgCount: 1,
        routes: [],
        deployed: null,
      },
      lastHot: START,
      level: { ratio: 0.9, errorsPerBucket: 5 },
      inactive: { seconds: 0, requests: 0, errors: 0 },
    },
  };
}
