import { describe, expect, it, vi } from 'vitest';
import type { Call, HttpAnswer } from './http-client.ts';
import { createSdkClient } from './sdk-client.ts';

const KEY = {
  id: 'key_1',
  orgId: 'org_1',
  name: 'Production',
  secret: `mts_live_${'a'.repeat(32)}`,
  scopes: ['meetings:read', 'meetings:write'],
  state: 'active',
  use: 'client',
} as const;

/** A client whose calls are answered by `answer`; the dice fall as `random` says. */
function client(random: () => number, answer: (call: Call) => Partial<HttpAnswer>) {
  const sent: Call[] = [];
  const ending = new AbortController();
  const sdk = createSdkClient({
    key: KEY,
    userAgent: 'x/1',
    from: '127.0.0.1',
    meetingIds: [],
    random,
    signal: ending.signal,
    async send(call) {
      sent.push(call);
      const blank = {
        status: 200,
        requestId: undefined,
        code: undefined,
        retryAfterS: 0,
        body: {},
      };
      return { ...blank, ...answer(call) };
    },
  });
  return { sdk, sent, end: () => ending.abort() };
}

describe('an SDK client of the demo', () => {
  it('does nothing while it waits to repeat a call, and stops waiting when the demo ends', async () => {
    const { sdk, sent, end } = client(
      () => 0.5,
      () => ({ status: 429, retryAfterS: 60 }),
    );
    const acting = sdk.act(0);
    await vi.waitFor(() => expect(sdk.act(0)).toBeUndefined());
    const before = sent.length;
    end();
    await acting;
    expect(sent.length).toBe(before);
  });

  it('follows the cursor with the parameters it was given for', async () => {
    const body = { data: [{ id: 'mtg_1' }], next_cursor: 'abc_-' };
    const { sdk, sent } = client(
      () => 0.1,
      () => ({ body }),
    );
    await sdk.act(0);
    await sdk.act(0);
    expect(sent[1]?.path).toBe(`${sent[0]?.path}&cursor=abc_-`);
  });

  it('changes and deletes only what it has made', async () => {
    let dice = 0.99;
    const { sdk, sent } = client(
      () => dice,
      ({ method }) =>
        method === 'DELETE' ? { status: 204 } : { status: 201, body: { id: 'mtg_new' } },
    );
    for (dice of [0.976, 0.971, 0.976, 0.976]) await sdk.act(0);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /public/v1/meetings',
      'PATCH /public/v1/meetings/mtg_new',
      'DELETE /public/v1/meetings/mtg_new',
      'POST /public/v1/meetings',
    ]);
    expect(sent[0]?.headers).toHaveProperty('idempotency-key');
  });
});
