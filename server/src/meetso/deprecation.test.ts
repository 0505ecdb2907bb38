import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { addDeprecationHeaders } from './deprecation.ts';
import { operations } from './docs/openapi/operations.ts';
import { errorHandler } from './error-handler.ts';

const OLD = '/public/v1/meetings/:id';
const DEPRECATIONS = {
  [`GET ${OLD}`]: {
    since: new Date('2031-01-01T00:00:00Z'),
    sunset: new Date('2032-01-01T00:00:00Z'),
    docs: '/docs/errors#versions',
  },
};

it('names a route that goes away in each of its answers, beside the help of a failure', async () => {
  const app = Fastify();
  app.setErrorHandler(errorHandler());
  addDeprecationHeaders(app, DEPRECATIONS);
  app.get<{ Params: { id: string } }>(OLD, async ({ params }) => {
    if (params.id === 'x') return {};
    throw new ApiError('not_found', { cause: 'absent', message: 'Nothing is there.' });
  });
  app.patch(OLD, async () => ({}));
  const inject = (method: 'GET' | 'HEAD' | 'PATCH', id: string) =>
    app.inject({ method, url: OLD.replace(':id', id) });
  for (const method of ['GET', 'HEAD'] as const) {
    expect((await inject(method, 'x')).headers).toMatchObject({
      deprecation: '@1924992000',
      sunset: 'Thu, 01 Jan 2032 00:00:00 GMT',
      link: '</docs/errors#versions>; rel="deprecation"',
    });
  }
  const failed = await inject('GET', 'y');
  expect([failed.statusCode, failed.headers.deprecation, failed.headers.link]).toEqual([
    404,
    '@1924992000',
    '</docs/errors#not_found>; rel="help", </docs/errors#versions>; rel="deprecation"',
  ]);
  expect((await inject('PATCH', 'x')).headers).not.toHaveProperty('deprecation');
  await app.close();
});

it('says in the description which operations go away', () => {
  const one = operations(DEPRECATIONS)['/public/v1/meetings/{id}'];
  expect(one?.get).toHaveProperty('deprecated', true);
  expect(one?.patch).not.toHaveProperty('deprecated');
});
