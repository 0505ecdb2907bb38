import { expect, it } from 'vitest';
import { shortGrace } from './stop-grace.ts';

it.each([
  [{ drainSeconds: 10, stopGraceSeconds: 40 }, 1, undefined],
  [{ drainSeconds: 10, stopGraceSeconds: 39 }, 1, 'STOP_GRACE_SECONDS is 39'],
  [{ drainSeconds: 10, stopGraceSeconds: 39 }, 7, 'STOP_GRACE_SECONDS is 39'],
  [{ drainSeconds: 0 }, 1, 'STOP_GRACE_SECONDS is not set'],
  [{ drainSeconds: 10 }, 7, undefined],
])('warns of a grace that is too short: %j as process %d', (times, pid, says) => {
  const warning = shortGrace(times, pid);
  if (says === undefined) return expect(warning).toBeUndefined();
  expect(warning).toContain(says);
  expect(warning).not.toContain('\n');
});
