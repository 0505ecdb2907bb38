import { eventRecord } from '@request-desk/fastify/request/event-record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { clientOf } from '../../src/meetso/demo/clients.ts';
import type { DemoSeed } from '../../src/meetso/demo/demo-data.ts';
import { createPast } from '../../src/meetso/demo/history/past-request.ts';
import { createHttpClient, type HttpClient } from '../../src/meetso/demo/http-client.ts';
import type { MistakeContext } from '../../src/meetso/demo/mistakes/mistake.ts';
import { MISTAKES } from '../../src/meetso/demo/mistakes/pick.ts';
import { seedDemo } from '../../src/meetso/demo/seed-demo.ts';

const NAMES = MISTAKES.map(({ name }) => name);
let desk: PublicDesk;
let http: HttpClient;
let seed: DemoSeed;

beforeAll(async () => {
  desk = await openPublicDesk({ rateLimit: { burst: 10, perMinute: 60 } });
  http = createHttpClient(desk.url);
  const orgs = {
    list: async () => [],
    create: async (name: string) => ({ id: await desk.org(name), name }),
  };
  seed = await seedDemo(
    { orgs, keys: desk.keys, meetings: desk.meetings },
    new Date(),
    Math.random,
  );
}, 60_000);

afterAll(async () => {
  http.close();
  await desk.close();
});

type Attributes = Readonly<Record<string, unknown>>;

/** What differs from call to call: ids, times, the values that were sent. */
const VARIABLE =
  /request\.id|duration|call\.|user_agent|client\.address|rate_limit\.(used|reset)|^request_desk\.contract/;

/** As two calls of one kind have them in common. */
function shape(attributes: Attributes): Record<string, string> {
  const own = Object.entries(attributes).filter(([name]) => !VARIABLE.test(name));
  return Object.fromEntries(
    own.map(([name, value]) => [
      name,
      String(value)
        .replace(/\b(mtg|org|key)_[0-9a-z]{20}/g, '$1_…')
        .replace(/mts_live_\w+/, 'mts_live_…')
        .replace(/"value":"(15|30|45|60)"/, '"value":"…"')
        .replace(/^(15|30|45|60)$/, '…')
        .replace(/^\d{4}-\d\d-\d\dT.*Z$/, 'a time'),
    ]),
  );
}

function apart(a: Record<string, string>, b: Record<string, string>): number {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name])
    .length;
}

/** The event of the live call that `name` makes. */
async function live(name: string): Promise<Attributes> {
  let requestId: string | undefined;
  const world: MistakeContext = {
    seed,
    random: Math.random,
    now: Date.now,
    async send(call) {
      const answer = await http.send(call);
      requestId = answer.requestId;
      return answer;
    },
  };
  const mistake = MISTAKES.find((one) => one.name === name);
  await mistake?.make(world, mistake);
  const event = desk.spool
    .events()
    .find(({ attributes }) => attributes['request_desk.request.id'] === requestId);
  if (event === undefined) throw new Error(`no event of ${name}`);
  return event.attributes;
}

/** One of the past that says what the live one of that name says. */
function past(code: unknown, cause: unknown, status: unknown, method: unknown): Attributes[] {
  const { usual } = createPast(seed, Math.random);
  // The rarest is one in some hundreds.
  const all = Array.from({ length: 20_000 }, () => usual(Date.now()));
  return all
    .filter(({ event }) => event.code === code && event.cause === cause)
    .filter(({ event }) => event.status === status && event.method === method)
    .map(({ event, at }) => ({ ...eventRecord(event, at).attributes }));
}

describe('a mistake of the past', () => {
  it.each(NAMES)('has the event of the live one: %s', async (name) => {
    const wanted = await live(name);
    const candidates = past(
      wanted['request_desk.error.code'],
      wanted['request_desk.error.cause'],
      wanted['http.response.status_code'],
      wanted['http.request.method'],
    );
    const own = shape(wanted);
    const [nearest] = candidates.map(shape).toSorted((a, b) => apart(a, own) - apart(b, own));
    expect(nearest).toEqual(own);
  });
});

it('gives successes the programs and addresses of the live clients', () => {
  const { usual } = createPast(seed, Math.random);
  const all = Array.from({ length: 500 }, () => usual(Date.now()).event);
  const good = all.filter(({ code }) => code === undefined);
  expect(new Set(good.map(({ client, clientVersion }) => `${client}/${clientVersion}`)).size).toBe(
    7,
  );
  for (const { keyId, clientAddress, path } of good) {
    const key = seed.keys.find(({ id }) => id === keyId);
    expect(key && clientOf(seed, key).from).toBe(clientAddress);
    expect(path).not.toMatch(/0000$/);
  }
  const took = good.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
  expect(at(0.9)).toBeGreaterThan(1.4 * at(0.5));
});
