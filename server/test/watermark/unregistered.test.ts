import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';

/** Producers without a control plane: all that is known of them is what they sent. */
let desk: LookupDesk;
beforeAll(async () => {
  desk = await openLookupDesk();
});
afterAll(() => desk.close());

async function heard(attributes: Record<string, string>, instance = 'far-1'): Promise<void> {
  await desk.clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, EventName, LogAttributes, ResourceAttributes)
     VALUES (now64(9), {event: String}, {attributes: Map(String, String)},
       map('service.instance.id', {instance: String}))`,
    { event: WATERMARK_EVENT, attributes, instance },
  );
}

const record = (id: string, rest: Record<string, string> = {}) => ({
  [ATTR.producerId]: id,
  [ATTR.producerEpoch]: '1',
  [ATTR.watermarkNumber]: '1',
  [ATTR.watermarkAt]: String(Date.now()),
  [ATTR.watermarkFailed]: '0',
  [ATTR.watermarkSucceeded]: '0',
  [ATTR.watermarkClock]: 'wall',
  [ATTR.watermarkState]: 'running',
  [ATTR.watermarkRoles]: 'api',
  ...rest,
});

/** What processes judge: one that was there all along, and one that has just started. */
async function states(id: string) {
  const looks = [desk.watermark, watermarkOf(desk.clickhouse, desk.producers)];
  const found = await Promise.all(looks.map((one) => one.look()));
  return found.map(({ producers }) => producers.find((one) => one.id === id)?.state);
}

it('waits for one that drained and has started again', async () => {
  await heard(record('prd_far'));
  await heard(record('prd_far', { [ATTR.watermarkNumber]: '2', [ATTR.watermarkState]: 'drained' }));
  expect(await states('prd_far')).toEqual(['drained', 'drained']);
  await heard(record('prd_far', { [ATTR.producerEpoch]: '2' }));
  // By a clock of its own, which may be off.
  expect(await states('prd_far')).toEqual(['behind', 'behind']);
  expect(await desk.producers.find('prd_far')).toMatchObject({ epoch: 2 });
  const { limits } = await desk.watermark.look();
  expect(limits.filter((text) => text.includes('was not registered'))).toHaveLength(1);
});

it.each<readonly [string, Record<string, string>]>([
  ['nanoseconds', { [ATTR.watermarkAt]: '1795717209000000000' }],
  ['an epoch that is no integer of 32 bits', { [ATTR.producerEpoch]: '5000000000' }],
  ['an epoch below 1', { [ATTR.producerEpoch]: '-3' }],
  ['a count that no number holds', { [ATTR.watermarkFailed]: '1152921504606846976' }],
  ['a NUL in its name', { [ATTR.producerId]: 'prd_\0x' }],
  ['a name of two lines', { [ATTR.producerId]: 'prd_x\ny' }],
  ['a name without an end', { [ATTR.producerId]: `prd_${'x'.repeat(10_000)}` }],
])('reads all others when one record has %s', async (_, wrong) => {
  await heard(record('prd_wrong', wrong), 'far\0-2');
  await heard(record('prd_right'));
  const { state, producers } = await desk.watermark.look();
  expect(state).toBe('behind');
  expect(producers.map(({ id }) => id)).toEqual(['prd_far', 'prd_right']);
});

it('reads all others when one event has a number that no number holds', async () => {
  await desk.clickhouse.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Status, Producer, Epoch, Sequence, ingested_at)
     VALUES (now64(9), 'req_0123456789abcdef', 500, 'prd_right', 1, 9000000000000000000, now64(3))`,
  );
  expect(await desk.watermark.look()).toMatchObject({ state: 'behind' });
});
