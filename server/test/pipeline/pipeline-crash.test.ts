import { afterAll, expect, it } from 'vitest';
import { CrashPoints } from '../../../testkit/crash/crash-points.ts';

const SAMPLE = 20;
const crashes = new CrashPoints();
afterAll(() => crashes.close());

it('may be killed at any file operation of a delivery: every table is exact after a restart', async () => {
  const points = await crashes.open();
  expect(points.length).toBeGreaterThan(60);
  const start = Date.now() % SAMPLE;
  for (const [n, point] of points.entries()) {
    if (n % SAMPLE !== start) continue;
    const result = await crashes.try(point);
    expect(result).toEqual({ ...point, killed: true, exact: true });
  }
}, 180_000);
