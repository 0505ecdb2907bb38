import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyReply } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHARGES_PROFILE } from '../../../testkit/profiles/charges.ts';
import { requestDesk } from '../request-desk.ts';

const spool = mkdtempSync(join(tmpdir(), 'own-id-spool-'));
const options = { profile: CHARGES_PROFILE, endpoint: 'http://127.0.0.1:9', spool };
const desk = requestDesk({ ...options, log: { level: 'silent' } });
const app = Fastify(desk.serverOptions());
let url = '';
const FROZEN = Object.freeze({ 'X-Request-ID': 'theirs', 'x-own': '1' });
const WAYS: Readonly<Record<string, (reply: FastifyReply) => unknown>> = {
  header: (reply) => reply.code(500).header('x-request-id', 'theirs').send('x'),
  raw: (reply) => {
    reply.raw.setHeader('X-Request-Id', 'theirs');
    return reply.code(200).header('x-own', '1').send('x');
  },
  implicit: (reply) => reply.hijack().raw.setHeader('x-request-id', 'theirs').end('x'),
  object: (reply) => reply.hijack().raw.writeHead(503, FROZEN).end('x'),
  list: (reply) =>
    reply.hijack().raw.writeHead(503, ['X-Request-Id', 'theirs', 'x-own', '1']).end(),
};
beforeAll(async () => {
  await app.register(desk.plugin);
  for (const [name, answer] of Object.entries(WAYS))
    app.get(`/${name}`, (_request, reply) => void answer(reply));
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  rmSync(spool, { recursive: true });
});

it.each(Object.keys(WAYS))('every answer has the id that can be found: %s', async (name) => {
  const { headers } = await fetch(`${url}/${name}`);
  expect(headers.get('x-request-id')).toMatch(/^ch_[0-9A-Z]{26}$/);
});
