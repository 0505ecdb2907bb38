import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';

let desk: LookupDesk;
beforeAll(async () => {
  desk = await openLookupDesk();
});
afterAll(() => desk.close());

const start = () => watermarkOf(desk.clickhouse, desk.producers);

async function heard(number: string): Promise<void> {
  const attributes = {
    [ATTR.producerId]: 'prd_a',
    [ATTR.producerEpoch]: '1',
    [ATTR.watermarkNumber]: number,
    [ATTR.watermarkAt]: String(Date.now()),
    [ATTR.watermarkFailed]: '0',
    [ATTR.watermarkSucceeded]: '0',
    [ATTR.watermarkClock]: 'reference',
    [ATTR.watermarkState]: 'running',
    [ATTR.watermarkRoles]: 'api',
  };
  await desk.clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, EventName, LogAttributes)
     VALUES (fromUnixTimestamp64Milli({at: Int64}), {event: String}, {attributes: Map(String, String)})`,
    { event: WATERMARK_EVENT, attributes, at: Number(attributes[ATTR.watermarkAt]) },
  );
}

it('takes a store that lacks what was seen in it for another one', async () => {
  await desk.producers.register('prd_a', ['api'], 'api-1', 1);
  const first = start();
  const { storeId } = await first.look();
  await heard('1');
  await first.look();
  await first.stop();
  const [saved] = (await desk.producers.all()).producers;
  expect(saved).toMatchObject({ storeId, verifiedEpoch: 1, verifiedAtMs: expect.any(Number) });
  expect(await start().look()).toMatchObject({ storeId, replacedAt: undefined });

  // As a backup from before has it, in which the producer went on.
  await desk.clickhouse.command('TRUNCATE TABLE otel_logs');
  await heard('2');
  const looks = await Promise.all([start().look(), start().look()]);
  for (const look of looks)
    expect(look).toMatchObject({ state: 'incomplete', replacedAt: expect.any(Number) });
  const ids = new Set(looks.map((look) => look.storeId));
  expect(ids.size).toBe(1);
  expect(ids).not.toContain(storeId);

  await desk.producers.acceptStore([...ids].join(), 'a', 'it was restored');
  const last = start();
  const after = await last.look();
  expect(after.replacedAt).toBeUndefined();
  expect(after.limits).toEqual([expect.stringContaining('The telemetry store was replaced at')]);
  await last.stop();
  expect((await start().look()).storeId).toBe(after.storeId);
});
