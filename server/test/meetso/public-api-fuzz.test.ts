import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenBytes } from '../../../bench/contract/broken.ts';
import { judge } from '../../../bench/contract/oracle.ts';
import {
  type ApiDescription,
  type FuzzFixtures,
  wholeRequest,
} from '../../../bench/contract/requests.ts';
import { Connection, throwAt } from '../../../bench/contract/wire.ts';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { Random } from '../../../testkit/random.ts';

const [WHOLE, BROKEN, SEED] = [600, 200, 7];
let desk: PublicDesk;
let api: ApiDescription;
let fixtures: FuzzFixtures;

beforeAll(async () => {
  desk = await openPublicDesk({ rateLimit: { burst: 40, perMinute: 200 } });
  api = (await (await fetch(`${desk.url}/openapi.json`)).json()) as ApiDescription;
  const [own, other] = [await desk.org(), await desk.org('Other')];
  const mint = async (org: string) => (await desk.mint(org)).secret;
  const foreign = await desk.meetings.create(
    other,
    { title: 'Theirs', startsAt: new Date(), durationMinutes: 30 },
    new Date(),
  );
  const revoked = await desk.mint(own);
  await desk.keys.revoke(revoked.key.id, 'ada', new Date());
  fixtures = {
    keys: [await mint(own), await mint(own), await mint(other)],
    deadKeys: [revoked.secret],
    meetingIds: [foreign.id],
    cursors: ['A'.repeat(112)],
  };
});

afterAll(() => desk.close());

/** A small part of what `bench/contract-fuzz.ts` sends, the same every time. */
it('keeps the contract whatever is sent, and every id has its event', async () => {
  const ids = new Set<string>();
  const connection = new Connection(desk.port);
  for (let n = 0; n < WHOLE; n++) {
    const { bytes, head } = wholeRequest(new Random(SEED * 10_000 + n), api, fixtures);
    ids.add(judge(await connection.send(bytes, head), head).requestId);
  }
  connection.close();
  const broken = Array.from({ length: BROKEN }, (_, n) =>
    brokenBytes(new Random(SEED * 20_000 + n), api, fixtures),
  );
  for (const answers of await Promise.all(broken.map((parts) => throwAt(desk.port, parts)))) {
    for (const answer of answers) ids.add(judge(answer, answer.body.length === 0).requestId);
  }
  ids.delete('');
  const missing = () => {
    const stored = new Set(desk.spool.events().map((e) => e.attributes['request_desk.request.id']));
    return [...ids].filter((id) => !stored.has(id));
  };
  await expect.poll(missing, { timeout: 5_000 }).toEqual([]);
  expect(ids.size).toBeGreaterThan(WHOLE);
}, 60_000);
