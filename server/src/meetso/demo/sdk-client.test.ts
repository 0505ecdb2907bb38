import { describe, expect, it } from 'vitest';
import type { Answer } from './http-client.ts';
import { createSdkClient } from './sdk-client.ts';

const KEY = {
  id: 'key_1',
  orgId: 'org_1',
  name: 'Production',
  secret: `mts_live_${'a'.repeat(32)}`,
  scopes: ['meetings:read'],
  state: 'active',
  use: 'client',
} as const;

function client(random: () => number) {
  return createSdkClient({ key: KEY, userAgent: 'x/1', from: '127.0.0.1', meetingIds: [], random });
}

function answer(status: number, over: Partial<Answer> = {}): Answer {
  return { status, requestId: undefined, code: undefined, retryAfterS: 0, body: {}, ...over };
}

describe('an SDK client', () => {
  it('waits as long as Retry-After says', () => {
    const sdk = client(() => 0.5);
    const call = sdk.next(0);
    if (!call) throw new Error('a client that waits for nothing calls');
    sdk.learn(call, answer(429, { retryAfterS: 7 }), 1000);
    expect(sdk.next(7_999)).toBeUndefined();
    expect(sdk.next(8_000)).toBeDefined();
  });

  it('repeats the same call after 1, 2 and 4 seconds when we fail, then gives up for a while', () => {
    const sdk = client(() => 0.5);
    const call = sdk.next(0);
    if (!call) throw new Error('a client that waits for nothing calls');
    let at = 0;
    for (const wait of [1000, 2000, 4000]) {
      sdk.learn(call, answer(500), at);
      expect(sdk.next(at + wait - 1)).toBeUndefined();
      at += wait;
      expect(sdk.next(at)).toBe(call);
    }
    sdk.learn(call, answer(500), at);
    expect(sdk.next(at + 29_999)).toBeUndefined();
    expect(sdk.next(at + 30_000)).not.toBe(call);
  });

  it('follows the cursor with the parameters it was given for', () => {
    const sdk = client(() => 0.1);
    const call = sdk.next(0);
    if (!call) throw new Error('a client that waits for nothing calls');
    const body = { data: [{ id: 'mtg_1' }], next_cursor: 'abc/=' };
    sdk.learn(call, answer(200, { body }), 0);
    const query = call.path.split('?')[1];
    expect(sdk.next(0)?.path).toBe(`/public/v1/meetings?${query}&cursor=abc%2F%3D`);
  });
});
