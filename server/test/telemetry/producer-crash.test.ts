import { afterAll, expect, it } from 'vitest';
import { ProducerCrashes } from '../../../testkit/crash/producer-crashes.ts';

const SAMPLE = 12;
const crashes = new ProducerCrashes();
afterAll(() => crashes.close());

it('may be killed at any file operation of a producer: no record denies what was answered', async () => {
  const points = await crashes.open();
  expect(points.length).toBeGreaterThan(40);
  const start = Date.now() % SAMPLE;
  for (const [n, point] of points.entries()) {
    if (n % SAMPLE !== start) continue;
    expect(await crashes.try(point)).toMatchObject({ ...point, wrong: [] });
  }
}, 120_000);
