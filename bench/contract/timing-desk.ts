import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/src/database/open-database.ts';
import { Meetings } from '../../server/src/meetso/meetings/meetings-repository.ts';
import { supportClient } from '../../testkit/clients/support-client.ts';
import { startDesk } from '../../testkit/desks/desk-process.ts';
import { Random } from '../../testkit/random.ts';
import { KINDS, type Kind, type Method } from './timing-pairs.ts';
import { Connection } from './wire.ts';

const [WARM_UP, MEETINGS] = [500, 300];
const LIMITS = { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' };
const INPUT = { title: 'A meeting', startsAt: new Date('2031-05-06'), durationMinutes: 30 };

/** A desk whose answers to meetings that are not seen are timed. */
export interface TimingDesk extends AsyncDisposable {
  /** Milliseconds of each round's calls, one of each kind, until the rounds or the time are over. */
  times(method: Method, rounds: number, forMs: number): Promise<Record<Kind, number[]>>;
}

/** Starts one twice: its meetings are written while no process has its database open. */
export async function createDesk(env: Readonly<Record<string, string>>): Promise<TimingDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'request-desk-timing-'));
  const settings = { dataDir, startTimeoutMs: 180_000, env: { ...LIMITS, LOG_LEVEL: 'error' } };
  const first = await startDesk(settings);
  const support = supportClient(first);
  const [own, other] = [await support.createOrg('Own'), await support.createOrg('Other')];
  const { secret } = await support.mintKey(own.id, ['meetings:read', 'meetings:write']);
  await first.stop();
  const database = await openDatabase({ path: join(dataDir, 'postgres') });
  const meetings = new Meetings(database);
  const inputs = Array.from({ length: MEETINGS }, () => ({ ...INPUT, createdAt: new Date() }));
  const foreign = (await meetings.insert(other.id, inputs)).map(({ id }) => id);
  const deleted = (await meetings.insert(own.id, inputs)).map(({ id }) => id);
  for (const id of deleted) await meetings.remove(own.id, id, new Date());
  await database.close();
  const desk = await startDesk({ ...settings, env: { ...settings.env, ...env } });
  const random = new Random(Date.now());
  const pick: Record<Kind, () => string> = {
    other_org: () => random.one(foreign),
    absent: () => `mtg_${random.text(20, '0123456789abcdefghijklmnopqrstuvwxyz')}`,
    deleted: () => random.one(deleted),
  };
  return {
    async times(method, rounds, forMs) {
      const times: Record<Kind, number[]> = { other_org: [], absent: [], deleted: [] };
      const connection = new Connection(Number(new URL(desk.apiUrl).port));
      const deadline = performance.now() + forMs;
      for (let round = -WARM_UP; round < rounds && performance.now() < deadline; round++) {
        for (const kind of random.shuffled(KINDS)) {
          const took = await timed(connection, method, pick[kind](), secret);
          if (round >= 0) times[kind].push(took);
        }
      }
      connection.close();
      return times;
    },
    async [Symbol.asyncDispose]() {
      await desk.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const BODY = '{"title":"Another title"}';

async function timed(
  connection: Connection,
  method: Method,
  id: string,
  secret: string,
): Promise<number> {
  const head = `${method} /public/v1/meetings/${id} HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${secret}\r\n`;
  const json = `content-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
  const bytes = Buffer.from(head + (method === 'PATCH' ? json : '\r\n'));
  const before = performance.now();
  const { status } = await connection.send(bytes, false);
  const took = performance.now() - before;
  if (status !== 404) throw new Error(`answered ${status}`);
  return took;
}
