import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';

let desk: LookupDesk;
beforeAll(async () => {
  desk = await openLookupDesk();
});
afterAll(() => desk.close());

const start = () => watermarkOf(desk.clickhouse, desk.producers);

it('waits for a producer that a restored backup of the control plane does not know', async () => {
  const { producers } = desk;
  await producers.register('prd_old', ['api'], 'api-1', 1);
  await producers.register('prd_new', ['api'], 'api-2', 1);
  await producers.register('prd_out', ['api'], 'api-3', 1);
  await producers.retire('prd_out', 'a', 'it is gone');
  const watermark = start();
  await watermark.look();
  // As a backup from before they started has it; nothing of theirs was ever delivered.
  await desk.database.orm.execute(sql`delete from producer_decisions`);
  await desk.database.orm.execute(sql`delete from producers where id <> 'prd_old'`);
  const waitedFor = ({ state, producers: all }: Awaited<ReturnType<typeof watermark.look>>) => [
    state,
    all.filter(({ state: of }) => of !== 'retired').map(({ id }) => id),
  ];
  expect(waitedFor(await watermark.look())[1]).toEqual(['prd_old', 'prd_new']);
  // The next one to ask knows it, too, and it can be retired.
  expect((await start().look()).producers.map(({ id }) => id)).toEqual(['prd_new', 'prd_old']);
  expect(await producers.retire('prd_new', 'a', 'it is gone')).toBe(true);
  expect(waitedFor(await watermark.look())[1]).toEqual(['prd_old']);
});
