import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { FOR_ANYONE } from '../http/route-access.ts';
import { done, made, ok, route } from './route.ts';

const thing = z.object({ id: z.string() });
let app: FastifyInstance;

beforeAll(async () => {
  app = Fastify();
  const open = { access: FOR_ANYONE, summary: 'A call' };
  const handle = async () => ({ id: '1' });
  route(app, 'GET /things', { ...open, answers: ok('Thing', thing), handle });
  route(app, 'POST /things', { ...open, answers: made('Thing', thing), handle });
  route(app, 'DELETE /things/:id', {
    ...open,
    answers: done('Gone'),
    handle: async (_, reply) => void reply.header('x-gone', 'yes'),
  });
  route(app, 'GET /missing', {
    ...open,
    answers: { 200: { description: 'Found' }, 404: { description: 'Not found' } },
    handle: async (_, reply) => reply.code(404).send(Readable.from(['gone'])),
  });
  route(app, 'POST /refused', {
    ...open,
    answers: made('Thing', thing),
    handle: async () => {
      throw Object.assign(new Error('no'), { statusCode: 409 });
    },
  });
  await app.ready();
});

afterAll(() => app.close());

it('answers with the status that the answers of a route name', async () => {
  const status = async (method: 'GET' | 'POST', url: string) =>
    (await app.inject({ method, url })).statusCode;
  expect(await status('GET', '/things')).toBe(200);
  expect(await status('POST', '/things')).toBe(201);
  const gone = await app.inject({ method: 'DELETE', url: '/things/1' });
  expect([gone.statusCode, gone.body, gone.headers['x-gone']]).toEqual([204, '', 'yes']);
});

it('leaves a reply that the handler sent, and a failure, as they are', async () => {
  const missing = await app.inject({ url: '/missing' });
  expect([missing.statusCode, missing.body]).toEqual([404, 'gone']);
  expect((await app.inject({ method: 'POST', url: '/refused' })).statusCode).toBe(409);
});
