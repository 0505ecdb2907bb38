import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SEED } from './demo-seed.fixture.ts';
import { createFaultSwitch } from './fault-switch.ts';
import { steadyRate } from './rate-profile.ts';
import { startDemoTraffic } from './traffic.ts';

const app = Fastify();
const seen: { agent: string; url: string; from: string; authorization: string }[] = [];
let apiUrl = '';

beforeAll(async () => {
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization = '', 'user-agent': agent = '' } = request.headers;
    seen.push({ agent, url: request.url, from: request.ip, authorization });
    done();
  });
  app.all('*', (request, reply) => {
    reply.header('x-request-id', 'req_70ac81fe9ef7a3c6');
    if (request.headers.authorization === undefined) {
      return reply.code(401).send({
        error: { code: 'unauthorized', message: 'no', request_id: 'req_70ac81fe9ef7a3c6' },
      });
    }
    return { data: [{ id: `mtg_${'a'.repeat(20)}` }], next_cursor: 'next' };
  });
  apiUrl = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

describe('demo traffic', () => {
  it('sends good calls, mistakes and a runaway over HTTP, and stops', async () => {
    const traffic = startDemoTraffic({
      apiUrl,
      seed: SEED,
      profile: steadyRate(100),
      fault: createFaultSwitch(Math.random),
      now: Date.now,
      random: Math.random,
    });
    await vi.waitFor(
      () => {
        expect(seen.some(({ url }) => url.includes('time_range=7days'))).toBe(true);
        expect(seen.some(({ url }) => url.includes('cursor='))).toBe(true);
        expect(seen.some(({ agent }) => agent.startsWith('python-requests'))).toBe(true);
        expect(seen.some(({ authorization }) => authorization.startsWith('Basic'))).toBe(true);
        expect(seen.some(({ url }) => url.startsWith('/public/v1/meeting?'))).toBe(false);
        expect(traffic.stats().byCode.unauthorized).toBeGreaterThan(0);
        expect(traffic.stats().succeeded).toBeGreaterThan(100);
      },
      { timeout: 15_000, interval: 50 },
    );
    await traffic.stop();
    const { sent, unanswered, latest } = traffic.stats();
    expect(unanswered).toBe(0);
    expect(latest).toEqual({ unauthorized: 'req_70ac81fe9ef7a3c6' });
    expect(seen.length).toBe(sent);
    // The key for people stays untouched, and clients have addresses of their own.
    expect(seen.some(({ authorization }) => authorization.includes('tttt'))).toBe(false);
    if (process.platform === 'linux') {
      expect(new Set(seen.map(({ from }) => from)).size).toBeGreaterThan(5);
    }
  });
});
