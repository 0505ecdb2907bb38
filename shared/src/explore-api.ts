/** Wire shapes of the explorer: search, facets, histogram, live tail, CSV. */
import { z } from 'zod';
import { requestRow } from './dossier.ts';
import { instant } from './instant.ts';
import { queryInt, queryList, queryRange, queryText } from './query-string.ts';
import { errorRates } from './support-api.ts';

/** What `status=` takes: a status or a class of them, such as `404` or `5xx`. */
export const STATUS_FILTER = /^[1-5](\d\d|xx)$/;
const statusFilter = z.string().regex(STATUS_FILTER, 'must be like 404 or 4xx');

/**
 * What requests to look at; each part narrows, and values of one part are alternatives. `-` stands
 * for "none", as in `org=-`: requests without a known organisation.
 */
export const filterShape = {
  code: queryList(queryText)
    .optional()
    .describe(
      'Codes, `success`, `error` for any code, or `client_closed` for requests whose client left before the answer (neither success nor error)',
    ),
  cause: queryList(queryText).optional(),
  status: queryList(statusFilter).optional(),
  method: queryList(queryText).optional(),
  route: queryList(queryText).optional(),
  org: queryList(queryText).optional(),
  key: queryList(queryText).optional().describe('Key ids or key prefixes'),
  release: queryList(queryText).optional(),
  client: queryList(queryText).optional(),
  text: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Part of message, path, request id (also the client’s own), user agent, field or exception; case is ignored',
    ),
};
const filter = z.strictObject(filterShape);
export type RequestFilter = z.infer<typeof filter>;
/** What requests can be counted by, as people call it, in the order shown. */
export const FACET_LABEL = {
  code: 'Code',
  cause: 'Cause',
  status: 'Status',
  org: 'Organisation',
  key: 'API key',
  route: 'Route',
  method: 'Method',
  client: 'Client',
  release: 'Release',
} as const satisfies Readonly<Record<Exclude<keyof RequestFilter, 'text'>, string>>;
export type FacetName = keyof typeof FACET_LABEL;
export const FACETS = Object.keys(FACET_LABEL) as FacetName[];

const { at, key_prefix, duration_ms, call: _call, ...row } = requestRow.shape;
/** One request in a list; a file of them has these columns in this order. */
export const exploreRow = z.object({
  at,
  ...row,
  key_id: z.string(),
  key_prefix,
  release: z.string(),
  client: z.string().describe('Name and version, as in acme-node/2.3.1'),
  duration_ms,
  message: z.string(),
});
export type ExploreRow = z.infer<typeof exploreRow>;

/** `GET /support/v1/requests` */
export const searchQuery = z.strictObject({
  ...filterShape,
  ...queryRange,
  limit: queryInt(1, 500).default(100),
  cursor: z.string().max(2000).optional().describe('`next_cursor` of the page before'),
});
/** Newest first; `next_cursor` is null on the last page. */
export const requestPage = z.object({
  items: z.array(exploreRow),
  next_cursor: z.string().nullable(),
  from: instant,
  to: instant,
  data_current_to: instant.nullable(),
});
export type RequestPage = z.infer<typeof requestPage>;

/** `GET /support/v1/requests/facets` */
export const facetsQuery = z.strictObject({
  ...filterShape,
  ...queryRange,
  limit: queryInt(1, 100).default(12).describe('Values of each facet'),
});
export const facets = z.object({
  from: instant,
  to: instant,
  total: z.int().describe('Requests that pass the whole filter'),
  facets: z.array(
    z.object({
      field: z.enum(FACETS),
      values: z
        .array(z.object({ value: z.string(), count: z.int() }))
        .describe(
          'Most frequent first, counted without the filter of this very field; ready for it',
        ),
      others: z.int().describe('Requests with values beyond the limit'),
    }),
  ),
  data_current_to: instant.nullable(),
});
export type Facets = z.infer<typeof facets>;

/** `GET /support/v1/requests/histogram`: the steps are chosen to give about `buckets` of them. */
export const histogramQuery = z.strictObject({
  ...filterShape,
  ...queryRange,
  buckets: queryInt(1, 500).default(80),
});
export const histogram = errorRates;
export type Histogram = z.infer<typeof histogram>;

/**
 * `GET /support/v1/requests/tail`: server-sent events, each named `rows` with a `tailBatch` as data
 * and a cursor as id. `after` or Last-Event-ID continues where a stream ended or was paused.
 */
export const tailQuery = z.strictObject({
  ...filterShape,
  after: z.string().max(200).optional(),
});
export const tailBatch = z.object({
  items: z.array(exploreRow).describe('Oldest first'),
  skipped: z.int().describe('Requests left out because they came faster than the reader reads'),
  data_current_to: instant.nullable(),
});
export type TailBatch = z.infer<typeof tailBatch>;

/** `GET /support/v1/requests.csv`: the newest rows, at most 100,000. */
export const csvQuery = z.strictObject({ ...filterShape, ...queryRange });
