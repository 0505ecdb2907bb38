import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestDesk } from '@request-desk/fastify';
import { createLogger } from '@request-desk/fastify/logging/logger';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Meeting } from '../../server/src/meetso/catalogue/meetings.ts';
import type { ApiKeys, StoredKey } from '../../server/src/meetso/directory/api-keys.ts';
import { hashKeySecret } from '../../server/src/meetso/directory/key-secret.ts';
import type { MeetingsRepository } from '../../server/src/meetso/meetings/meetings-repository.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { buildPublicApi } from '../../server/src/meetso/public-api.ts';
import { MALFORMED_ANSWERS } from '../../server/src/meetso/server/malformed-answers.ts';

export const BENCH_SECRET = `mts_live_${'k'.repeat(32)}`;
export const BENCH_ID = 'mtg_4k9v2m7x1c8b3n6q0z5w';
const CREATED = new Date('2026-01-01T00:00:00Z');
const MEETING: Meeting = {
  id: BENCH_ID,
  title: 'Kick-off',
  starts_at: '2031-05-06T07:08:09.000Z',
  duration_minutes: 30,
  created_at: '2026-01-01T00:00:00.000Z',
};

const meetings: MeetingsRepository = {
  list: async () => [MEETING],
  participants: async () => ({ participants: [] }),
  change: async () => ({ meeting: MEETING }),
  remove: async () => undefined,
  find: async (_org, id) => (id === BENCH_ID ? { meeting: MEETING } : { why: 'absent' }),
  create: async () => MEETING,
  createOnce: async () => true,
};

/** The least that could answer the same call. */
export function bareApi(): FastifyInstance {
  const app = Fastify();
  const text = { type: 'string' };
  const properties = { id: text, title: text, starts_at: text, created_at: text };
  const schema = {
    response: {
      200: { type: 'object', properties: { ...properties, duration_minutes: { type: 'integer' } } },
    },
  };
  app.get('/public/v1/meetings/:id', { schema }, async (request) => {
    const found = await meetings.find('org', (request.params as { id: string }).id);
    return found.why ? undefined : found.meeting;
  });
  return app;
}

/** The public API with everything on, but its data and keys in memory. */
export async function fullApi(): Promise<FastifyInstance> {
  const path = mkdtempSync(join(tmpdir(), 'desk-throughput-'));
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  const logger = createLogger({ level: 'error' });
  const sink = { deliver: async () => undefined };
  const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, log: logger, now: Date.now });
  const desk = requestDesk({
    profile: MEETSO_PROFILE,
    spool,
    log: logger,
    release: '1.0.0',
    malformed: MALFORMED_ANSWERS,
  });
  const key: StoredKey = {
    id: 'key_1',
    orgId: 'org',
    name: 'bench',
    prefix: BENCH_SECRET.slice(0, 13),
    secretHash: hashKeySecret(BENCH_SECRET),
    scopes: ['meetings:read'],
    createdAt: CREATED,
    expiresAt: null,
    revokedAt: null,
    revokedBy: null,
    replacedBy: null,
    lastUsedAt: null,
  };
  const keys = {
    findByHash: async (hash: string) => (hash === key.secretHash ? key : undefined),
    touch: async () => undefined,
  };
  return await buildPublicApi({
    desk,
    meetings,
    keys: keys as unknown as ApiKeys,
    database: { orm: undefined as never },
    cursorSecret: Buffer.alloc(32),
    rateLimit: { burst: 1_000_000, perMinute: 10_000_000 },
    trustProxy: false,
    now: Date.now,
    probe: () => ({ ready: true, status: 'ok' }),
  });
}
