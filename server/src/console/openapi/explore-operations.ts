import * as dashboards from '@request-desk/shared/dashboard-api';
import * as explore from '@request-desk/shared/explore-api';
import * as support from '@request-desk/shared/support-api';
import * as views from '@request-desk/shared/views-api';
import { type Operations, ok } from './operation.ts';

/** What happened, seen from above. */
export const EXPLORE_OPERATIONS: Operations = {
  'GET /status': {
    summary: 'How current the data is, and who you are',
    answers: ok('DeskStatus', support.deskStatus),
  },
  'GET /errors/recent': {
    summary: 'The newest errors, newest first',
    query: support.recentErrorsQuery,
    answers: ok('RecentErrors', support.recentErrors),
  },
  'GET /error-rates': {
    summary: 'Requests and errors by code over the last minutes',
    query: support.errorRatesQuery,
    answers: ok('ErrorRates', support.errorRates),
  },
  'GET /requests': {
    summary: 'Requests that pass a filter, newest first',
    query: explore.searchQuery,
    answers: ok('RequestPage', explore.requestPage),
  },
  'GET /requests/facets': {
    summary: 'The same requests counted by each field',
    query: explore.facetsQuery,
    answers: ok('Facets', explore.facets),
  },
  'GET /requests/histogram': {
    summary: 'The same requests over time',
    query: explore.histogramQuery,
    answers: ok('ErrorRates', explore.histogram),
  },
  'GET /requests/tail': {
    summary: 'The same requests as they come: server-sent events named `rows`, each a TailBatch',
    query: explore.tailQuery,
    answers: {
      200: {
        description: 'Ends when the reader leaves; Last-Event-ID or `after` continues',
        types: ['text/event-stream'],
        name: 'TailBatch',
        schema: explore.tailBatch,
      },
    },
  },
  'GET /requests.csv': {
    summary: 'The same requests as CSV (RFC 4180), at most 100,000',
    query: explore.csvQuery,
    answers: { 200: { description: 'Newest first', types: ['text/csv'] } },
  },
  'GET /dashboard/series': {
    summary: 'Requests and errors over time by code, route or organisation',
    query: dashboards.seriesQuery,
    answers: ok('Series', dashboards.series),
  },
  'GET /dashboard/top': {
    summary: 'Organisations or keys that meet a code most',
    query: dashboards.topQuery,
    answers: ok('Top', dashboards.top),
  },
  'GET /dashboard/latency': {
    summary: 'Quantiles of the duration, over time and by route',
    query: dashboards.latencyQuery,
    answers: ok('Latency', dashboards.latency),
  },
  'GET /dashboard/limits': {
    summary: 'How close keys are to their rate limits',
    query: dashboards.limitsQuery,
    answers: ok('Limits', dashboards.limits),
  },
  'GET /dashboard/releases': {
    summary: 'Releases that answered requests, newest first',
    query: dashboards.releasesQuery,
    answers: ok('Releases', dashboards.releases),
  },
  'GET /codes': {
    summary: 'Counts and trends of the eight codes',
    query: dashboards.codesQuery,
    answers: ok('Codes', dashboards.codes),
  },
  'GET /codes/:code': {
    summary: 'One code: causes, routes, organisations, samples',
    query: dashboards.codesQuery,
    answers: ok('CodeDetail', dashboards.codeDetail),
  },
  'GET /views': {
    summary: 'Saved views of the explorer or the dashboards: one’s own and shared ones',
    query: views.viewsQuery,
    answers: ok('ViewList', views.viewList),
  },
  'POST /views': {
    summary: 'Save a view, or write over one’s own of that name',
    body: { name: 'NewView', schema: views.newView },
    answers: { 201: { description: 'Saved', name: 'SavedView', schema: views.savedView } },
  },
  'DELETE /views/:id': {
    summary: 'Remove one’s own view; an admin, anybody’s shared one',
    answers: { 204: { description: 'Gone' } },
  },
  'GET /orgs/:id/health': {
    summary: 'What an organisation did and met',
    query: dashboards.orgHealthQuery,
    answers: ok('OrgHealth', dashboards.orgHealth),
  },
};
