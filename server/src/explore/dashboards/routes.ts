import {
  type CodeDetail,
  type Codes,
  codeDetail,
  codes,
  codesQuery,
  type Latency,
  type Limits,
  latency,
  latencyQuery,
  limits,
  limitsQuery,
  type OrgHealth,
  orgHealth,
  orgHealthQuery,
  type Releases,
  releases,
  releasesQuery,
  type Series,
  series,
  seriesQuery,
  type Top,
  top,
  topQuery,
} from '@request-desk/shared/dashboard-api';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { Profile } from '@request-desk/shared/profile';
import { codesOfClass, uncountedCauses } from '@request-desk/shared/profile-codes';
import type { FastifyInstance } from 'fastify';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { limitUse } from '../../clickhouse/queries/limit-use.ts';
import { releaseCounts, releasesFirstSeen } from '../../clickhouse/queries/releases.ts';
import { topCallers } from '../../clickhouse/queries/top.ts';
import { absent } from '../../console/console-error.ts';
import { ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import { chartRange, rangeAsWire, rangeOf } from '../time-range.ts';
import { codeDetailOf, codesOf } from './codes.ts';
import { latencyOf } from './latency.ts';
import { orgHealthOf } from './org-health.ts';
import { seriesOf } from './series.ts';

interface DashboardOptions {
  readonly profile: Profile;
  readonly clickhouse: ClickHouse;
  readonly now: () => number;
  readonly dataCurrentTo: () => string | null;
}

/** Counts over time, for dashboards and for the pages of codes and organisations. */
export async function dashboardRoutes(app: FastifyInstance, o: DashboardOptions): Promise<void> {
  const { clickhouse, profile, now } = o;
  const limitCodes = codesOfClass(profile, 'limit');
  const uncounted = uncountedCauses(profile);
  /** How current an answer is at least: asked before its numbers are. */
  const dated = async <T extends object>(work: () => Promise<T>) => {
    const data_current_to = o.dataCurrentTo();
    return { ...(await work()), data_current_to };
  };

  route(app, 'GET /dashboard/series', {
    access: needs('support', 'dashboards:read'),
    summary: 'Requests and errors over time by code, route or organisation',
    query: seriesQuery,
    answers: ok('Series', series),
    handle: async ({ query }): Promise<Series> => {
      return dated(() => seriesOf(clickhouse, rangeOf(query, now()), query));
    },
  });

  route(app, 'GET /dashboard/top', {
    access: needs('support', 'dashboards:read'),
    summary: 'Organisations or keys with most errors of a code',
    query: topQuery,
    answers: ok('Top', top),
    handle: async ({ query }): Promise<Top> => {
      const { code, by, limit } = query;
      const { range } = chartRange(rangeOf(query, now()));
      return dated(async () => {
        const rows = await topCallers(clickhouse, { range, code, by, limit, uncounted });
        const items = rows.map(({ total: _, ...item }) => item);
        return { ...rangeAsWire(range), code, by, items, total: rows[0]?.total ?? 0 };
      });
    },
  });

  route(app, 'GET /dashboard/latency', {
    access: needs('support', 'dashboards:read'),
    summary: 'Quantiles of the duration, over time and by route',
    query: latencyQuery,
    answers: ok('Latency', latency),
    handle: async ({ query }): Promise<Latency> => {
      return dated(() => latencyOf(clickhouse, rangeOf(query, now()), query.route, uncounted));
    },
  });

  route(app, 'GET /dashboard/limits', {
    access: needs('support', 'dashboards:read'),
    summary: 'How close keys are to their rate limits',
    query: limitsQuery,
    answers: ok('Limits', limits),
    handle: async ({ query }): Promise<Limits> => {
      const { range } = chartRange(rangeOf(query, now()));
      return dated(async () => ({
        ...rangeAsWire(range),
        items: await limitUse(clickhouse, range, limitCodes, query),
      }));
    },
  });

  route(app, 'GET /dashboard/releases', {
    access: needs('support', 'dashboards:read'),
    summary: 'Releases that answered requests, newest first',
    query: releasesQuery,
    answers: ok('Releases', releases),
    handle: async ({ query }): Promise<Releases> => {
      const { range } = chartRange(rangeOf(query, now()));
      return dated(async () => {
        const items = await releaseCounts(clickhouse, range, uncounted);
        const ever = await releasesFirstSeen(
          clickhouse,
          items.map(({ release }) => release),
        );
        return {
          ...rangeAsWire(range),
          items: items.map(({ first, last, ...item }) => ({
            ...item,
            first_seen: isoOfSeconds(first),
            first_ever: isoOfSeconds(Math.min(first, ever.get(item.release) ?? first)),
            last_seen: isoOfSeconds(last),
          })),
        };
      });
    },
  });

  route(app, 'GET /codes', {
    access: needs('support', 'dashboards:read'),
    summary: 'Counts and trends of all codes',
    query: codesQuery,
    answers: ok('Codes', codes),
    handle: async ({ query }): Promise<Codes> => {
      const range = rangeOf(query, now());
      return dated(() => codesOf(clickhouse, profile, range));
    },
  });

  route(app, 'GET /codes/:code', {
    access: needs('support', 'dashboards:read'),
    summary: 'One code: causes, routes, organisations, samples',
    query: codesQuery,
    answers: ok('CodeDetail', codeDetail),
    handle: async ({ params: { code }, query }): Promise<CodeDetail> => {
      const range = rangeOf(query, now());
      return dated(async () => {
        const detail = await codeDetailOf(clickhouse, profile, range, code);
        if (detail === undefined) throw absent('code');
        return detail;
      });
    },
  });

  route(app, 'GET /orgs/:id/health', {
    access: needs('support', 'orgs:read'),
    summary: 'Requests, errors and limits of an organisation',
    query: orgHealthQuery,
    answers: ok('OrgHealth', orgHealth),
    handle: async ({ params, query }): Promise<OrgHealth> => {
      const range = rangeOf(query, now());
      const health = await dated(() =>
        orgHealthOf(clickhouse, { range, org: params.id, limitCodes, uncounted }),
      );
      const { data_current_to } = health;
      return { ...health, series: { ...health.series, data_current_to } };
    },
  });
}
