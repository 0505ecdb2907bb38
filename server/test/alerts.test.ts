import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channels, environmentChannel } from '../src/alerts/channels/channels.ts';
import { compose } from '../src/alerts/delivery/compose.ts';
import { Outbox } from '../src/alerts/delivery/outbox.ts';
import { DeliveryWorker } from '../src/alerts/delivery/worker.ts';
import { Deploys } from '../src/alerts/deploys/deploys.ts';
import { Evaluator } from '../src/alerts/evaluate/evaluator.ts';
import { Lease } from '../src/alerts/evaluate/lease.ts';
import { Incidents } from '../src/alerts/incidents/incidents.ts';
import { Rules } from '../src/alerts/rules/rules.ts';
import { Orgs } from '../src/database/orgs.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
  send,
} from './alerts-desk.ts';

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

function evaluatorNamed(holder: string) {
  const { clickhouse, database, now, log } = desk;
  const orgs = new Orgs(database);
  const channels = new Channels(database, environmentChannel(receiver.url, Buffer.alloc(32, 7)));
  const lease = new Lease(database, holder, now);
  const [rules, deploys] = [new Rules(database), new Deploys(database)];
  const evaluator = new Evaluator({
    ...{ clickhouse, database, orgs, channels, rules, deploys, lease, holder, now, log },
  });
  const options = {
    ...{ database, orgs, now, consoleUrl: () => 'http://127.0.0.1:8081' },
    sentry: { dsn: undefined, url: undefined, org: undefined, project: undefined },
  };
  const worker = new DeliveryWorker({
    ...{ outbox: new Outbox(database), channels, now, log },
    compose: (row) => compose(row, options),
  });
  return { evaluator, worker, lease };
}

/** Lets ten seconds pass in which `failing` of 200 requests get a 500. */
async function pass(
  { evaluator, worker }: ReturnType<typeof evaluatorNamed>,
  failing: number,
): Promise<void> {
  const [fromS, toS] = [desk.nowS, desk.nowS + 10];
  if (failing < 200) await send(desk.clickhouse, { fromS, toS, count: 200 - failing });
  if (failing > 0) {
    await send(desk.clickhouse, { fromS, toS, count: failing, code: 'internal_error' });
  }
  await beat(desk.clickhouse, 'api-1', [toS + 0.5]);
  await desk.rollups.tick();
  for (const at of [1, 2.5, 4]) {
    desk.nowS = toS + at;
    await evaluator.tick();
    await worker.tick();
  }
  desk.nowS = toS;
}

async function open(): Promise<string[]> {
  const rows = await new Incidents(desk.database).open();
  return rows.map(({ key, severity }) => `${key} ${severity}`);
}

describe('an outage of everything', () => {
  const parts = () => evaluatorNamed('first');
  it('is told within two buckets, paged within a minute, and ends', async () => {
    const first = parts();
    await beat(desk.clickhouse, 'api-1', [START + 0.5]);
    for (let i = 0; i < 12; i++) await pass(first, 0);
    expect(await open()).toEqual([]);
    await pass(first, 200);
    await pass(first, 200);
    expect(await open()).toEqual(['global-500 notify']);
    await expect.poll(() => receiver.received.length).toBe(1);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'alert.fired' });
    for (let i = 0; i < 4; i++) await pass(first, 200);
    expect(await open()).toEqual(['global-500 page']);
    await expect.poll(() => receiver.received.length).toBe(2);
  });

  it('goes on in another process after a takeover, without being told again', async () => {
    const second = evaluatorNamed('second');
    await second.evaluator.tick();
    expect(second.evaluator.active).toBe(false);
    const first = parts();
    await first.lease.release();
    for (let i = 0; i < 3; i++) await pass(second, 200);
    expect(second.evaluator.active).toBe(true);
    for (let i = 0; i < 14; i++) await pass(second, 0);
    expect(await open()).toEqual(['global-500 page']);
    for (let i = 0; i < 3; i++) await pass(second, 0);
    expect(await open()).toEqual([]);
    await expect.poll(() => receiver.received.length).toBe(3);
    const types = receiver.received.map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(['alert.fired', 'alert.paged', 'alert.ended']);
  });
});
