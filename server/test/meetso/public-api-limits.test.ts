import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';

const MEETINGS = '/public/v1/meetings';
let desk: PublicDesk;
let org: string;
/** What limits are measured by; tests move it. */
let steady = 1_000_000;

beforeAll(async () => {
  desk = await openPublicDesk({
    rateLimit: { burst: 10, perMinute: 60 },
    trustProxy: true,
    steady: () => steady,
  });
  org = await desk.org();
});

afterAll(() => desk.close());

const key = async () => (await desk.mint(org)).secret;
const calls = async (by: string, count: number) => {
  const statuses = [];
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${desk.url}${MEETINGS}`, {
      headers: { authorization: `Bearer ${by}` },
    });
    await response.text();
    statuses.push(response.status);
  }
  return statuses;
};
const accepted = (statuses: number[]) => statuses.filter((status) => status === 200).length;

describe('limits of a key', () => {
  it('refuses the eleventh call of a second, and accepts after exactly Retry-After', async () => {
    const by = await key();
    expect(accepted(await calls(by, 10))).toBe(10);
    steady += 300;
    const refused = await desk.call(MEETINGS, { key: by });
    expect([refused.status, refused.code, refused.cause]).toEqual([429, 'rate_limited', 'burst']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit-policy')).toBe('"burst";q=10;w=1, "sustained";q=60;w=60');
    expect(refused.headers.get('ratelimit')).toBe('"burst";r=0;t=1, "sustained";r=50;t=60');
    expect(refused.attributes).toMatchObject({
      'request_desk.rate_limit.window': 'burst',
      'request_desk.rate_limit.limit': 10,
      'request_desk.rate_limit.used': 10,
      'request_desk.rate_limit.reset_ms': 700,
      'request_desk.rate_limit.retry_after_s': 1,
    });
    steady += 1_000;
    expect(await calls(by, 1)).toEqual([200]);
  });

  it('refuses the sixty-first call of a minute; refused calls cost nothing', async () => {
    const by = await key();
    for (let second = 0; second < 6; second++, steady += 1_000) {
      expect(accepted(await calls(by, 12))).toBe(10);
    }
    const refused = await desk.call(MEETINGS, { key: by });
    expect([refused.code, refused.cause]).toEqual(['rate_limited', 'sustained']);
    expect(refused.message).toContain('60 a minute');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBe(54);
    steady += seconds * 1_000;
    expect(accepted(await calls(by, 11))).toBe(10);
  });

  it('counts each key apart, and errors of a valid key too', async () => {
    const [one, two] = [await key(), await key()];
    for (let i = 0; i < 10; i++) {
      expect((await desk.call(`${MEETINGS}?limit=0`, { key: one })).status).toBe(400);
    }
    expect((await desk.call(MEETINGS, { key: one })).status).toBe(429);
    expect((await desk.call(MEETINGS, { key: two })).status).toBe(200);
  });

  it('says with every success how much is left', async () => {
    const answer = await desk.call(MEETINGS, { key: await key() });
    expect(answer.headers.get('ratelimit')).toBe('"burst";r=9;t=1, "sustained";r=59;t=60');
    expect(answer.headers.has('retry-after')).toBe(false);
  });
});

describe('failed authentication', () => {
  const from = (address: string, authorization?: string) =>
    desk.call(MEETINGS, {
      headers: { 'x-forwarded-for': address, ...(authorization ? { authorization } : {}) },
    });
  const guess = `Bearer mts_live_${'g'.repeat(32)}`;

  it('is refused beyond a hundred a minute and address, but never with a valid key', async () => {
    const valid = `Bearer ${await key()}`;
    for (let i = 0; i < 100; i++) {
      expect((await from('203.0.113.9', i % 2 ? guess : undefined)).status).toBe(401);
    }
    const refused = await from('203.0.113.9', guess);
    expect([refused.status, refused.code, refused.cause]).toEqual([
      429,
      'rate_limited',
      'auth_flood',
    ]);
    expect(refused.attributes).toMatchObject({
      'request_desk.rate_limit.window': 'auth_flood',
      'request_desk.rate_limit.limit': 100,
      'client.address': '203.0.113.9',
    });
    expect((await from('203.0.113.9', valid)).status).toBe(200);
    expect((await from('203.0.113.10', guess)).status).toBe(401);
    steady += Number(refused.headers.get('retry-after')) * 1_000;
    expect((await from('203.0.113.9', guess)).status).toBe(401);
  });

  it('counts a network of IPv6 as one address, and believes only the last hop', async () => {
    for (let i = 0; i < 100; i++) {
      const forwarded = `${i}.1.1.1, 2001:db8:1:2::${i.toString(16)}`;
      expect((await from(forwarded, guess)).status).toBe(401);
    }
    expect((await from('2001:db8:1:2:ffff::1', guess)).status).toBe(429);
    expect((await from('2001:db8:1:3::1', guess)).status).toBe(401);
  });

  it('counts calls to paths that are not there, too, but never with a valid key', async () => {
    const lost = (authorization?: string) =>
      desk.call('/nowhere', {
        headers: { 'x-forwarded-for': '198.51.100.7', ...(authorization ? { authorization } : {}) },
      });
    for (let i = 0; i < 100; i++) expect((await lost(i % 2 ? guess : undefined)).status).toBe(404);
    expect((await lost()).cause).toBe('auth_flood');
    expect((await lost(`Bearer ${await key()}`)).cause).toBe('route_unknown');
  });

  it('is not counted on loopback', async () => {
    for (let i = 0; i < 120; i++) expect((await from('127.0.0.1', guess)).status).toBe(401);
  });
});

describe('keys', () => {
  it('stop working within two seconds of their revocation', async () => {
    const minted = await desk.mint(org);
    expect((await desk.call(MEETINGS, { key: minted.secret })).status).toBe(200);
    await desk.keys.revoke(minted.key.id, 'ada', new Date());
    // A copy younger than that may still be used; nothing else may.
    steady += 1_000;
    await desk.call(MEETINGS, { key: minted.secret });
    await pause(50);
    steady += 999;
    const refused = await desk.call(MEETINGS, { key: minted.secret });
    expect([refused.status, refused.code, refused.cause]).toEqual([401, 'invalid_key', 'revoked']);
    expect(refused.attributes).toMatchObject({
      'request_desk.org.id': org,
      'request_desk.api_key.prefix': minted.key.prefix,
    });
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('expire, and say no more than unknown ones do', async () => {
    const { secret } = await desk.mint(org, ['meetings:read'], new Date(Date.now() - 1));
    const expired = await desk.call(MEETINGS, { key: secret });
    const unknown = await desk.call(MEETINGS, { key: `mts_live_uuuu${'U'.repeat(28)}` });
    expect([expired.cause, unknown.cause]).toEqual(['expired', 'unknown']);
    expect(expired.message).toBe(unknown.message);
    expect(unknown.attributes['request_desk.api_key.prefix']).toBe('mts_live_uuuu');
  });

  it('need the scope of the route, and the answer names it', async () => {
    const { secret } = await desk.mint(org, ['meetings:read']);
    const refused = await desk.call(MEETINGS, { key: secret, method: 'POST', body: 'x' });
    expect([refused.status, refused.code]).toEqual([403, 'scope_missing']);
    expect(refused.message).toContain('meetings:write');
    expect(refused.attributes).toMatchObject({
      'request_desk.scope.required': 'meetings:write',
      'request_desk.scope.held': 'meetings:read',
    });
  });

  it('are noted on a call to a path that is not there', async () => {
    const { secret } = await desk.mint(org);
    const lost = await desk.call('/public/v1/meeting', { key: secret });
    expect(lost.attributes).toMatchObject({
      'request_desk.org.id': org,
      'request_desk.validation.near_miss': MEETINGS,
    });
    expect(lost.message).toBe(
      'The API has no path /public/v1/meeting; did you mean /public/v1/meetings?',
    );
  });
});
