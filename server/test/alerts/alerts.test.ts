import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing, firing, pass, passCalm, runNamed } from '../../../testkit/alerts/alerts-run.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
let desk: AlertsDesk;
let receiver: Receiver;

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  receiver = await openReceiver();
});

afterAll(async () => {
  await receiver.close();
  await desk.close();
});

const types = () => receiver.received.map(({ body }) => JSON.parse(body).type);

describe('an outage of everything', () => {
  const run = (name: string) => runNamed(desk, name, receiver.url);

  it('is notified within two buckets, before they are complete, and paged within a minute', async () => {
    const first = run('first');
    await beat(desk.clickhouse, 'api-1', [START + 0.5]);
    for (let i = 0; i < 8; i++) await pass(desk, first, failing(0));
    expect(await firing(desk)).toEqual([]);
    await pass(desk, first, failing(200));
    await pass(desk, first, { ...failing(200), looks: [1] });
    expect(await firing(desk)).toEqual(['global-500 notify']);
    await expect.poll(types).toEqual(['alert.fired']);
    for (let i = 0; i < 4; i++) await pass(desk, first, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
    await expect.poll(types).toEqual(['alert.fired', 'alert.paged']);
  });

  it('goes on in another process after a takeover, notified once, and ends', async () => {
    const second = run('second');
    await second.evaluator.tick();
    expect(second.evaluator.active).toBe(false);
    await run('first').lease.release();
    await pass(desk, second, failing(200));
    expect(second.evaluator.active).toBe(true);
    await passCalm(desk, second, 1770);
    expect(await firing(desk)).toEqual(['global-500 page']);
    for (let i = 0; i < 3; i++) await pass(desk, second, failing(0));
    expect(await firing(desk)).toEqual([]);
    await expect.poll(types).toEqual(['alert.fired', 'alert.paged', 'alert.ended']);
  });

  it('is nothing when the processes that fail are shutting down', async () => {
    const third = run('second');
    const draining = { count: 200, code: 'internal_error', cause: 'draining' };
    for (let i = 0; i < 3; i++) await pass(desk, third, { traffic: [draining] });
    expect(await firing(desk)).toEqual([]);
  });
});

describe('silence', () => {
  it('is no-data after a minute, ends nothing, and is over with the next heartbeat', async () => {
    const run = runNamed(desk, 'second');
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(200));
    expect(await firing(desk)).toEqual(['global-500 notify']);
    for (let i = 0; i < 25; i++) await pass(desk, run, { silent: true, looks: [11] });
    expect(await firing(desk)).toEqual(['global-500 notify', 'no-data notify']);
    await pass(desk, run, { looks: [11] });
    expect(await firing(desk)).toEqual(['global-500 notify']);
  });
});
