import { expect, it } from 'vitest';
import { createBurstClient } from '../../src/meetso/demo/burst-client.ts';
import { SEED } from '../../src/meetso/demo/demo-seed.fixture.ts';
import type { HttpAnswer } from '../../src/meetso/demo/http-client.ts';

const ANSWER = { requestId: undefined, code: undefined, retryAfterS: 0, body: undefined };

it('doubles until a call is refused, and begins again then', async () => {
  let sent = 0;
  const bursts: number[] = [];
  const client = createBurstClient({
    key: SEED.tryKey,
    from: '127.0.24.1',
    userAgent: 'x/1',
    calls: 13,
    everyMs: 10,
    runs: () => true,
    send: async (): Promise<HttpAnswer> => ({ ...ANSWER, status: ++sent > 40 ? 429 : 200 }),
  });
  for (let elapsed = 0; elapsed < 60; elapsed += 10) {
    sent = 0;
    client.tick(elapsed);
    bursts.push(sent);
    await new Promise((done) => setImmediate(done));
  }
  expect(bursts).toEqual([13, 26, 52, 13, 26, 52]);
});
