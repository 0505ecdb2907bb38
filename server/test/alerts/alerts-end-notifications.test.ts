import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  failing,
  firing,
  pass,
  passCalm,
  type Run,
  runNamed,
} from '../../../testkit/alerts/alerts-run.ts';
import { TEST_KEYS } from '../../../testkit/alerts/test-keys.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';
import { Channels } from '../../src/alerts/channels/channels.ts';
import { Outbox } from '../../src/alerts/delivery/outbox.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
/** Messages leave on their own; the machine may be busy. */
const SENT = { timeout: 15_000 };
let desk: AlertsDesk;
let channels: Channels;
let run: Run;
const receivers = new Map<string, Receiver>();

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  channels = new Channels(desk.database, {
    builtIn: undefined,
    allowPrivate: true,
    keys: TEST_KEYS,
  });
  run = runNamed(desk, 'one');
  await beat(desk.clickhouse, 'api-1', [START + 0.5]);
});

afterAll(async () => {
  await Promise.all([...receivers.values()].map((receiver) => receiver.close()));
  await desk.close();
});

async function add(name: string, severities: ('notify' | 'page')[] = []): Promise<Receiver> {
  const receiver = await openReceiver();
  receivers.set(name, receiver);
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  const settings = { kind: 'webhook' as const, url: receiver.url, secret };
  const values = { name, enabled: true, settings, route: { severities, kinds: [], codes: [] } };
  await channels.create(values, 'test', new Date(desk.now()));
  return receiver;
}

const heard = (name: string) =>
  receivers.get(name)?.received.map(({ body }) => JSON.parse(body).type.replace('alert.', ''));
const passes = async (count: number, errors: number) => {
  for (let i = 0; i < count; i++) await pass(desk, run, failing(errors));
};

describe('a channel is notified of the end of what it was notified of', () => {
  it('and the beginning of what fires already, once, when it is added', async () => {
    await add('first');
    await add('pages only', ['page']);
    const refusing = await add('refuses');
    refusing.answers.push({ status: 410 }, { status: 410 });
    await passes(3, 0);
    await passes(2, 100);
    expect(await firing(desk)).toEqual(['global-500 notify']);
    await expect.poll(() => heard('first'), SENT).toEqual(['fired']);
    await add('joined');
    await passes(2, 100);
    await expect.poll(() => heard('joined'), SENT).toEqual(['fired']);
    await passes(4, 100);
    expect(await firing(desk)).toEqual(['global-500 page']);
    await expect.poll(() => heard('pages only'), SENT).toEqual(['paged']);
    await expect.poll(() => heard('joined'), SENT).toEqual(['fired', 'paged']);
  }, 60_000);

  it('also where it leads elsewhere now, and not where only its name has changed', async () => {
    const first = (await channels.list()).find(({ name }) => name === 'first');
    if (!first) throw new Error('no channel');
    const { name, enabled, settings, route } = first;
    const now = new Date(desk.now());
    await channels.change(first.id, { name: `${name} `, enabled, settings, route }, 'test', now);
    await passes(1, 100);
    expect(heard('first')).toEqual(['fired', 'paged']);
    await new Incidents(desk.database).forgetChannel(first.id);
    await passes(2, 100);
    await expect.poll(() => heard('first'), SENT).toEqual(['fired', 'paged', 'fired']);
  });

  it('and of nothing else: not one that refused the beginning, nor one that came after the end', async () => {
    await passCalm(desk, run, 1830);
    expect(await firing(desk)).toEqual([]);
    await expect.poll(() => heard('first')?.at(-1), SENT).toBe('ended');
    await expect.poll(() => heard('pages only'), SENT).toEqual(['paged', 'ended']);
    // It refused both for good.
    expect(heard('refuses')).toEqual(['fired', 'paged']);
    await add('late');
    await passes(2, 0);
    expect(heard('late')).toEqual([]);
  }, 60_000);

  it('in order: the end waits for a beginning that is tried again, and is not sent without it', async () => {
    const outbox = new Outbox(desk.database);
    const unlucky = await add('unlucky');
    const [channel] = (await channels.list()).slice(-1);
    const [incident] = await new Incidents(desk.database).history({ limit: 1 });
    if (!channel || !incident) throw new Error('nothing to tell');
    const tell = async (change: 'fired' | 'ended') => {
      await outbox.add(
        [{ channelId: channel.id, notices: [{ id: incident.id, change }] }],
        new Date(desk.now()),
      );
      run.worker.wake();
    };
    unlucky.answers.push({ status: 503, headers: { 'retry-after': '60' } }, { status: 410 });
    await tell('fired');
    await run.worker.tick();
    await expect.poll(() => heard('unlucky'), SENT).toEqual(['fired']);
    desk.nowS += 5;
    await tell('ended');
    await run.worker.tick();
    desk.nowS += 5;
    await run.worker.tick();
    expect(heard('unlucky')).toEqual(['fired']);
    desk.nowS += 60;
    await run.worker.tick();
    const states = async () =>
      (await outbox.log(channel.id, 5)).map(({ state, lastError }) => `${state} ${lastError}`);
    await expect
      .poll(states, SENT)
      .toEqual([
        'failed the channel never took the beginning of what has ended',
        'failed the channel answered 410',
      ]);
    expect(heard('unlucky')).toEqual(['fired', 'fired']);
  });
});
