import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Profile } from '@request-desk/shared/profile';
import {
  type DeskStatus,
  deskStatus,
  type ErrorRates,
  errorRates,
  errorRatesQuery,
  type RecentErrors,
  recentErrors,
  recentErrorsQuery,
} from '@request-desk/shared/support-api';
import type { FastifyInstance } from 'fastify';
import { searchRequests } from '../clickhouse/queries/search.ts';
import { ok, route } from '../console/route.ts';
import { needs } from '../http/route-access.ts';
import { dashboardRoutes } from './dashboards/routes.ts';
import { errorRatesOf } from './error-rates.ts';
import { searchRoutes } from './search-routes.ts';
import { deskStatusOf, type StatusOptions } from './status.ts';
import { LONGEST_RANGE_MS } from './time-range.ts';

/** As far ahead as clocks may be. */
const AHEAD_MS = 10 * MINUTE_MS;

interface ExploreOptions extends StatusOptions {
  readonly profile: Profile;
}

/** What happened, seen from above: recent errors, rates, and how current the data is. */
export async function exploreRoutes(app: FastifyInstance, options: ExploreOptions): Promise<void> {
  const { clickhouse, profile, now } = options;
  const current = () => options.watermark.currentTo();

  route(app, 'GET /errors/recent', {
    access: // The home page asks for it every few seconds: that would bury who looked for what.
      needs('support', 'requests:read', { audit: 'batch' }),
    summary: 'The newest errors, newest first',
    query: recentErrorsQuery,
    answers: ok('RecentErrors', recentErrors),
    handle: async (request): Promise<RecentErrors> => {
      const { limit } = request.query;
      const data_current_to = current();
      const range = { fromMs: now() - LONGEST_RANGE_MS, toMs: now() + AHEAD_MS };
      const found = await searchRequests(clickhouse, { range, filter: { code: ['error'] }, limit });
      return { items: found.map(({ row }) => row), data_current_to };
    },
  });

  route(app, 'GET /error-rates', {
    access: needs('support', 'dashboards:read'),
    summary: 'Requests and errors by code over the last minutes',
    query: errorRatesQuery,
    answers: ok('ErrorRates', errorRates),
    handle: async (request): Promise<ErrorRates> => {
      const { minutes, step } = request.query;
      const data_current_to = current();
      return { ...(await errorRatesOf(clickhouse, minutes, step, now())), data_current_to };
    },
  });

  const shared = {
    clickhouse: clickhouse.bulk ?? clickhouse,
    profile,
    now,
    dataCurrentTo: current,
  };
  await app.register(searchRoutes, shared);
  await app.register(dashboardRoutes, shared);

  route(app, 'GET /status', {
    access: needs('support', 'desk:read'),
    summary: 'How current the data is, and who you are',
    answers: ok('DeskStatus', deskStatus),
    handle: (request): Promise<DeskStatus> => deskStatusOf(options, request.staff),
  });
}
