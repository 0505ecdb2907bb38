/**
 * The OTLP receiver with a spool whose sink takes everything, alone in a process so that nothing
 * else is counted: `node receiver-process.ts DIRECTORY`. Says where it listens, and on `cpu` how
 * much it has used.
 */

import { openSpool } from '@request-desk/fastify/spool/open-spool';
import Fastify from 'fastify';
import pino from 'pino';
import { ingestRoutes } from '../../server/src/ingest/routes.ts';
import { serve } from './serve.ts';

const spool = await openSpool({
  path: process.argv[2] ?? '',
  sink: { deliver: async () => undefined },
  maxBytes: 2 ** 32,
  now: Date.now,
  log: pino({ level: 'silent' }),
});
const app = Fastify();
await app.register(ingestRoutes, { spool, tokens: {} });
await serve(app);
