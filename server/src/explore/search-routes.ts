import { Readable } from 'node:stream';
import {
  csvQuery,
  FACETS,
  type Facets,
  facets,
  facetsQuery,
  type Histogram,
  histogram,
  histogramQuery,
  type RequestFilter,
  type RequestPage,
  requestPage,
  searchQuery,
  tailBatch,
  tailQuery,
} from '@request-desk/shared/explore-api';
import type { Profile } from '@request-desk/shared/profile';
import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance } from 'fastify';
import type { ClickHouse } from '../clickhouse/client.ts';
import { auditLookup } from '../console/audit.ts';
import { ConsoleError } from '../console/console-error.ts';
import { ok, route } from '../console/route.ts';
import { needs } from '../http/route-access.ts';
import { csvOf } from './csv.ts';
import { facetsOf, histogramOf, requestPageOf } from './search.ts';
import { tailEvents } from './tail.ts';
import { rangeOf } from './time-range.ts';
import { keyCutter } from './whole-keys.ts';

const MAX_TAILS = 20;

/** Numbers alone show nobody's requests. */
const COUNTS = { audit: 'batch' } as const;

interface SearchRouteOptions {
  readonly profile: Profile;
  readonly clickhouse: ClickHouse;
  readonly now: () => number;
  /** Everything received before this is in the store. */
  readonly dataCurrentTo: () => string | null;
}

/** The explorer: requests by filter, as a list, counted, over time, live, and as CSV. */
export async function searchRoutes(app: FastifyInstance, o: SearchRouteOptions): Promise<void> {
  const { clickhouse, profile, now } = o;
  const cut = keyCutter(profile);
  const filterOf = (query: RequestFilter) => narrowing(query, cut);

  route(app, 'GET /requests', {
    access: needs('support', 'requests:search'),
    summary: 'Requests that pass a filter, newest first',
    query: searchQuery,
    answers: ok('RequestPage', requestPage),
    handle: async (request): Promise<RequestPage> => {
      const query = request.query;
      const data_current_to = o.dataCurrentTo();
      const page = { ...query, fixed: query.from !== undefined };
      const range = rangeOf(query, now());
      const found = await requestPageOf(clickhouse, range, filterOf(query), page);
      auditLookup(request, { ids: [], count: found.items.length, org: orgOf(query) });
      return { ...found, data_current_to };
    },
  });

  route(app, 'GET /requests/facets', {
    access: needs('support', 'requests:search', COUNTS),
    summary: 'The same requests counted by each field',
    query: facetsQuery,
    answers: ok('Facets', facets),
    handle: async (request): Promise<Facets> => {
      const query = request.query;
      const data_current_to = o.dataCurrentTo();
      const range = rangeOf(query, now());
      return {
        ...(await facetsOf(clickhouse, range, filterOf(query), query.limit)),
        data_current_to,
      };
    },
  });

  route(app, 'GET /requests/histogram', {
    access: needs('support', 'requests:search', COUNTS),
    summary: 'The same requests over time',
    query: histogramQuery,
    answers: ok('ErrorRates', histogram),
    handle: async (request): Promise<Histogram> => {
      const query = request.query;
      const data_current_to = o.dataCurrentTo();
      const range = rangeOf(query, now());
      const { buckets } = query;
      return {
        ...(await histogramOf(clickhouse, range, filterOf(query), buckets)),
        data_current_to,
      };
    },
  });

  route(app, 'GET /requests.csv', {
    access: needs('engineer', 'requests:export', { kind: 'export' }),
    summary: 'The same requests as CSV (RFC 4180), at most 100,000',
    query: csvQuery,
    answers: { 200: { description: 'Newest first', types: ['text/csv'] } },
    handle: async (request, reply) => {
      const query = request.query;
      auditLookup(request, { ids: [], org: orgOf(query) });
      const stream = await csvOf(clickhouse, rangeOf(query, now()), filterOf(query));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="requests.csv"')
        .send(stream);
    },
  });

  const tails = new Set<AbortController>();
  app.addHook('preClose', async () => {
    for (const tail of tails) tail.abort();
  });
  route(app, 'GET /requests/tail', {
    access: needs('support', 'requests:search'),
    summary: 'The same requests as they come: server-sent events named `rows`, each a TailBatch',
    query: tailQuery,
    answers: {
      200: {
        description: 'Ends when the reader leaves; Last-Event-ID or `after` continues',
        name: 'TailBatch',
        schema: tailBatch,
        stream: 'text/event-stream',
      },
    },
    handle: async (request, reply) => {
      const query = request.query;
      if (tails.size >= MAX_TAILS) throw tooMany();
      const ended = new AbortController();
      tails.add(ended);
      reply.raw.once('close', () => {
        ended.abort();
        tails.delete(ended);
      });
      const last = request.headers['last-event-id'];
      const events = tailEvents({
        clickhouse,
        filter: filterOf(query),
        after: typeof last === 'string' ? last : query.after,
        dataCurrentTo: o.dataCurrentTo,
        signal: ended.signal,
      });
      return (
        reply
          .type('text/event-stream')
          .header('x-accel-buffering', 'no')
          // Else a closing listener would wait for the connection to be used again.
          .header('connection', 'close')
          .send(Readable.from(events, { highWaterMark: 1 }))
      );
    },
  });
}

/** The organisation that a search is about, where it is one. */
function orgOf({ org = [] }: RequestFilter): string {
  return org.length === 1 ? (org[0] ?? '') : '';
}

/** Only the filter of a query, without whole keys; a list without values narrows nothing. */
function narrowing(query: RequestFilter, cut: (text: string) => string): RequestFilter {
  const lists = FACETS.flatMap((field) => {
    const values = query[field];
    return values && values.length > 0 ? [[field, values.map(cut)] as const] : [];
  });
  return { ...Object.fromEntries(lists), ...(query.text ? { text: cut(query.text) } : {}) };
}

function tooMany(): ConsoleError {
  return new ConsoleError(
    'too_many',
    `There are ${MAX_TAILS} live tails open already; close one.`,
    retryAfter(10),
  );
}
