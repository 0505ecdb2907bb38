import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { eveningBefore, NO_ID_CASES, scoreNoIds } from '../../../testkit/no-id/no-id-score.ts';
import { type Asked, seedNoIds } from '../../../testkit/no-id/no-id-world.ts';

const NOW = eveningBefore(Date.now());
let desk: LookupDesk;
let asked: Asked[];

beforeAll(async () => {
  desk = await openLookupDesk({ now: () => NOW });
  asked = await seedNoIds(desk, NO_ID_CASES, NOW);
}, 120_000);

afterAll(async () => {
  await desk.close();
});

it('has the right failure among the first ten for at least 80 % of 60 mails without an id', async () => {
  expect(NO_ID_CASES).toHaveLength(60);
  const { found, lines } = await scoreNoIds(desk, asked);
  console.info(
    `right failure among the first ten: ${found} of ${asked.length}\n${lines.join('\n')}`,
  );
  expect(found).toBeGreaterThanOrEqual(asked.length * 0.8);
}, 120_000);
