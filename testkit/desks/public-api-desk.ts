import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestDesk } from '@request-desk/fastify';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../server/src/database/database.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';
import { errorEnvelope } from '../../server/src/meetso/catalogue/envelope.ts';
import { ApiKeys, type Minted } from '../../server/src/meetso/directory/api-keys.ts';
import { Orgs } from '../../server/src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../../server/src/meetso/key-form.ts';
import {
  Meetings,
  type MeetingsRepository,
} from '../../server/src/meetso/meetings/meetings-repository.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { buildPublicApi, type PublicApiOptions } from '../../server/src/meetso/public-api.ts';
import type { Scope } from '../../server/src/meetso/scopes.ts';
import { MALFORMED_ANSWERS } from '../../server/src/meetso/server/malformed-answers.ts';
import { type ReadRecord, readRecords } from '../otlp/telemetry-otlp.ts';
import { MemorySpool, NO_NUMBERS } from './telemetry-desk.ts';

/** What a test knows of an answer, with the event that was stored for it. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly code: string | undefined;
  readonly cause: unknown;
  readonly message: string;
  readonly attributes: ReadRecord['attributes'];
}

export interface PublicDesk {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly port: number;
  readonly spool: MemorySpool;
  readonly meetings: Meetings;
  readonly keys: ApiKeys;
  readonly lines: string[];
  org(name?: string): Promise<string>;
  mint(orgId: string, scopes?: readonly Scope[], expiresAt?: Date): Promise<Minted>;
  /** A call with its envelope checked and its event looked up. */
  call(path: string, init?: RequestInit & { key?: string }): Promise<Answered>;
  /** Checks the envelope of an answer read from anywhere, and finds its event. */
  answered(status: number, headers: Headers, text: string): Promise<Answered>;
  close(): Promise<void>;
}

export const BOTH: readonly Scope[] = ['meetings:read', 'meetings:write'];

/** The whole public listener on a real database; telemetry goes into memory. */
export async function openPublicDesk(
  overrides: Partial<PublicApiOptions> = {},
  around: (meetings: MeetingsRepository) => MeetingsRepository = (meetings) => meetings,
  plane: { url?: string; contact?: (database: Database) => PublicApiOptions['contact'] } = {},
): Promise<PublicDesk> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-public-'));
  const database = await openDatabase({ url: plane.url, path: join(directory, 'postgres') });
  const contact = plane.contact?.(database);
  const spool = new MemorySpool();
  const eventOf = eventFinder(spool);
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line) };
  const desk = requestDesk({
    profile: MEETSO_PROFILE,
    spool,
    numbers: NO_NUMBERS,
    release: '1.0.0',
    log: { level: 'warn', destination: sink },
    malformed: MALFORMED_ANSWERS,
    fingerprintSecret: 'f'.repeat(32),
  });
  const [orgs, keys, meetings] = [
    new Orgs(database),
    new ApiKeys(database, KEY_FORM),
    new Meetings(database),
  ];
  const app = await buildPublicApi({
    desk,
    meetings: around(new Meetings(database.prompt)),
    keys: new ApiKeys(database.prompt, KEY_FORM),
    database: database.prompt,
    cursorSecret: Buffer.alloc(32, 7),
    rateLimit: { burst: 1_000_000, perMinute: 1_000_000 },
    trustProxy: false,
    now: Date.now,
    probe: () => ({ ready: true, status: 'ok' }),
    // Where tests share a machine, a slow loop says nothing of the API.
    limits: { loopDelayMs: 10_000 },
    ...(contact ? { contact } : {}),
    ...overrides,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;

  async function answered(status: number, headers: Headers, text: string): Promise<Answered> {
    const requestId = headers.get('x-request-id') ?? '';
    const body = text === '' ? undefined : JSON.parse(text);
    const failed = status >= 300 ? errorEnvelope.parse(body).error : undefined;
    if (failed && failed.request_id !== requestId) throw new Error('two ids for one answer');
    const event = await eventOf(requestId);
    const { attributes } = event;
    return {
      status,
      headers,
      body,
      attributes,
      code: failed?.code,
      cause: attributes['request_desk.error.cause'],
      message: failed?.message ?? '',
    };
  }

  return {
    app,
    url,
    port,
    spool,
    meetings,
    keys,
    lines,
    answered,
    org: async (name = 'Org') => (await orgs.create(name, new Date())).id,
    mint: (orgId, scopes = BOTH, expiresAt) =>
      keys.mint({ orgId, name: 'key', scopes, expiresAt }, new Date()),
    async call(path, { key, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
      const response = await fetch(`${url}${path}`, { ...init, headers });
      return await answered(response.status, response.headers, await response.text());
    },
    async close() {
      await app.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Finds events by request id, reading each stored body once. */
function eventFinder(spool: MemorySpool): (requestId: string) => Promise<ReadRecord> {
  const events = new Map<unknown, ReadRecord>();
  let read = 0;
  return async (requestId) => {
    // Successes are batched, so their events come a moment later.
    for (const deadline = Date.now() + 5_000; Date.now() < deadline; ) {
      for (; read < spool.bodies.length; read++) {
        const { stream, body } = spool.bodies[read] ?? { stream: 'traces', body: undefined };
        if (stream === 'traces' || body === undefined) continue;
        for (const record of readRecords(body)) {
          if (record.eventName !== 'request_desk.request') continue;
          events.set(record.attributes['request_desk.request.id'], record);
        }
      }
      const found = events.get(requestId);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`no event has the id ${requestId}`);
  };
}
