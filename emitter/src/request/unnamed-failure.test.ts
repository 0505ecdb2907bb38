import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProfile } from '@request-desk/shared/profile';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { spooledRecords } from '../../../testkit/otlp/spooled-records.ts';
import { requestDesk } from '../request-desk.ts';

/** It has no cause for anything that the framework refuses, and none for exceptions. */
const profile = parseProfile({
  name: 'Small API',
  service: 'small-api',
  codes: {
    sold_out: {
      status: 409,
      class: 'invalid',
      texts: { en: { title: 'Sold out', when: 'Nothing is left.', next_step: 'Wait.' } },
    },
  },
  request_id: { prefix: 'ch_', alphabet: 'crockford32', length: 26 },
});
const spool = mkdtempSync(join(tmpdir(), 'unnamed-spool-'));
const options = { profile, endpoint: 'http://127.0.0.1:9', spool };
const desk = requestDesk({ ...options, log: { level: 'silent' } });
const app = Fastify(desk.serverOptions());
beforeAll(async () => {
  await app.register(desk.plugin);
  app.get('/crash', async () => {
    throw new TypeError('nothing came');
  });
  const query = { type: 'object', properties: { n: { type: 'integer' } } } as const;
  app.get('/field', { schema: { querystring: query } }, async () => 'ok');
});
afterAll(async () => {
  await app.close();
  rmSync(spool, { recursive: true });
});

it.each([
  ['/crash', { 'exception.type': 'TypeError', 'exception.message': 'nothing came' }],
  ['/field?n=x', { 'request_desk.error.message': 'querystring/n must be integer' }],
])('says of %s why, though the profile has no words for it', async (path, facts) => {
  const { headers } = await app.inject(path);
  const id = headers['x-request-id'];
  const event = spooledRecords(spool).find(
    ({ eventName, attributes }) => eventName && Object.values(attributes).includes(id ?? ''),
  );
  expect(event?.attributes).toMatchObject(facts);
  expect(event?.attributes).not.toHaveProperty('request_desk.error.code');
});
