/**
 * An API process with one route that succeeds and one that fails, for the cost of telemetry:
 * `node api-process.ts bare|whole|unlogged|unspooled COLLECTOR-URL`. Says where it listens, and on
 * `cpu` how much it has used.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@request-desk/fastify/logging/logger';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { otlpSink } from '@request-desk/fastify/spool/sinks/otlp';
import { startTelemetry } from '@request-desk/fastify/start-telemetry';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { loadConfig } from '../../server/src/config.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { CHILDREN, MEETINGS } from './api-routes.ts';
import { serve } from './serve.ts';

const CALLER = { orgId: 'org_1', keyId: 'key_1', keyPrefix: 'mts_live_abcd' };
const [variant = '', endpoint = ''] = process.argv.slice(2);
await serve(variant === 'bare' ? bare() : await whole());

function bare(): FastifyInstance {
  const plain = Fastify();
  plain.get('/ok', async () => MEETINGS);
  plain.get('/fail', async (_request, reply) =>
    reply.code(404).send({ error: { code: 'not_found', message: 'No such meeting.' } }),
  );
  return plain;
}

async function whole(): Promise<FastifyInstance> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-api-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const log = createLogger({
    level: variant === 'unlogged' ? 'silent' : 'info',
    destination: pino.destination({ dest: '/dev/null', sync: true }),
  });
  const sink = otlpSink({ endpoint, headers: '', timeoutMs: 10_000, log });
  const disk = await openSpool({ path: directory, sink, maxBytes: 2 ** 30, now: Date.now, log });
  const spool = variant === 'unspooled' ? { ...disk, append: () => undefined } : disk;
  const telemetry = await startTelemetry({
    profile: MEETSO_PROFILE,
    config: loadConfig({}),
    spool,
    logger: log,
    now: Date.now,
    instance: 'bench',
    release: '1',
  });
  const served = Fastify();
  await served.register(telemetry.plugin);
  served.get('/ok', async (request) => {
    Object.assign(request.telemetry.event, CALLER);
    return MEETINGS;
  });
  served.get('/fail', async (request, reply) => {
    const { event, requestId } = request.telemetry;
    for (const name of CHILDREN) await request.telemetry.child(name, () => undefined);
    const message = 'No such meeting.';
    Object.assign(event, { ...CALLER, code: 'not_found', cause: 'absent', message });
    return reply.code(404).send({ error: { code: 'not_found', message, request_id: requestId } });
  });
  return served;
}
