import { describe, expect, it } from 'vitest';
import { onPath } from '../../../testkit/contract/on-path.ts';
import { runSchemathesis } from '../../../testkit/contract/schemathesis.ts';
import { openPublicDesk } from '../../../testkit/desks/public-api-desk.ts';

const st = onPath('st');
/** A small part of what `bench/schemathesis.ts` runs, the same every time. */
const MORE = ['--max-examples', '3', '--seed', '1'];

describe.skipIf(st === undefined)(`schemathesis${st ? '' : ' (no st in PATH)'}`, () => {
  it('finds nothing that the description does not say, with a key and without one', async () => {
    const desk = await openPublicDesk();
    try {
      const { secret } = await desk.mint(await desk.org());
      const by = (more: readonly string[], key?: string) =>
        runSchemathesis(st ?? '', desk.url, { key, more: [...MORE, ...more] });
      // Without a key every call is refused: few calls show all there is.
      const [keyed, keyless] = await Promise.all([by([], secret), by(['--phases', 'fuzzing'])]);
      expect([keyed.findings, keyless.findings]).toEqual([[], []]);
      expect(keyed.calls).toBeGreaterThan(200);
      expect(keyless.calls).toBeGreaterThan(10);
    } finally {
      await desk.close();
    }
  }, 300_000);
});
