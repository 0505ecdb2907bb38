/** A third company's API, on Express: it tells where parcels are. */
import express, { type Express } from 'express';
import { Failure, type requestEvents } from './request-events.ts';

const PARCELS: Readonly<Record<string, string>> = { p1: 'on its way', p2: 'delivered' };

/** The API, not yet listening. */
export function parcelsApi({ begin, fail }: ReturnType<typeof requestEvents>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(begin, express.json({ limit: '16kb' }));

  app.get('/v1/parcels/:id', (request, response) => {
    const { id } = request.params;
    if (id === 'lost') throw new TypeError('the depot answered with nothing');
    if (!Object.hasOwn(PARCELS, id))
      throw new Failure(404, 'no_parcel', 'unknown', 'There is no such parcel.');
    response.json({ id, state: PARCELS[id] });
  });
  app.post('/v1/parcels', (request, response) => {
    const to: unknown = request.body?.to;
    if (typeof to !== 'string' || to === '')
      throw new Failure(400, 'bad_request', 'no_address', 'Say where it goes, as `to`.');
    response.status(201).json({ id: 'p1', to });
  });

  app.use(() => {
    throw new Failure(404, 'no_parcel', 'no_route', 'The API has no such path.');
  });
  app.use(fail);
  return app;
}
