import {
  type CodeDetail,
  type Codes,
  codesQuery,
  type Latency,
  type Limits,
  latencyQuery,
  limitsQuery,
  type OrgHealth,
  orgHealthQuery,
  type Releases,
  releasesQuery,
  type Series,
  seriesQuery,
  type Top,
  topQuery,
} from '@request-desk/shared/dashboard-api';
import type { Profile } from '@request-desk/shared/profile';
import { codesOfClass, uncountedCauses } from '@request-desk/shared/profile-codes';
import type { FastifyInstance } from 'fastify';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { limitUse } from '../../clickhouse/queries/limit-use.ts';
import { releaseCounts, releasesFirstSeen } from '../../clickhouse/queries/releases.ts';
import { topCallers } from '../../clickhouse/queries/top.ts';
import { absent } from '../../console/console-error.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import { chartRange, isoOfS, rangeAsWire, rangeOf } from '../time-range.ts';
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

  app.get(
    '/dashboard/series',
    needs('support', 'dashboards:read'),
    async ({ query: asked }): Promise<Series> => {
      const query = inputOf(seriesQuery, asked);
      return dated(() => seriesOf(clickhouse, rangeOf(query, now()), query));
    },
  );

  app.get(
    '/dashboard/top',
    needs('support', 'dashboards:read'),
    async ({ query: asked }): Promise<Top> => {
      const query = inputOf(topQuery, asked);
      const { code, by, limit } = query;
      const { range } = chartRange(rangeOf(query, now()));
      return dated(async () => {
        const rows = await topCallers(clickhouse, range, code, by, limit, uncounted);
        const items = rows.map(({ total: _, ...item }) => item);
        return { ...rangeAsWire(range), code, by, items, total: rows[0]?.total ?? 0 };
      });
    },
  );

  app.get(
    '/dashboard/latency',
    needs('support', 'dashboards:read'),
    async ({ query: asked }): Promise<Latency> => {
      const query = inputOf(latencyQuery, asked);
      return dated(() => latencyOf(clickhouse, rangeOf(query, now()), query.route, uncounted));
    },
  );

  app.get(
    '/dashboard/limits',
    needs('support', 'dashboards:read'),
    async ({ query: asked }): Promise<Limits> => {
      const query = inputOf(limitsQuery, asked);
      const { range } = chartRange(rangeOf(query, now()));
      return dated(async () => ({
        ...rangeAsWire(range),
        items: await limitUse(clickhouse, range, limitCodes, query),
      }));
    },
  );

  app.get(
    '/dashboard/releases',
    needs('support', 'dashboards:read'),
    async ({ query: asked }): Promise<Releases> => {
      const { range } = chartRange(rangeOf(inputOf(releasesQuery, asked), now()));
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
            first_seen: isoOfS(first),
            first_ever: isoOfS(Math.min(first, ever.get(item.release) ?? first)),
            last_seen: isoOfS(last),
          })),
        };
      });
    },
  );

  app.get('/codes', needs('support', 'dashboards:read'), async ({ query }): Promise<Codes> => {
    const range = rangeOf(inputOf(codesQuery, query), now());
    return dated(() => codesOf(clickhouse, profile, range));
  });

  app.get<{ Params: { code: string } }>(
    '/codes/:code',
    needs('support', 'dashboards:read'),
    async ({ params: { code }, query }): Promise<CodeDetail> => {
      const range = rangeOf(inputOf(codesQuery, query), now());
      return dated(async () => {
        const detail = await codeDetailOf(clickhouse, profile, range, code);
        if (detail === undefined) throw absent('code');
        return detail;
      });
    },
  );

  app.get<{ Params: { id: string } }>(
    '/orgs/:id/health',
    needs('support', 'orgs:read'),
    async ({ params, query }): Promise<OrgHealth> => {
      const range = rangeOf(inputOf(orgHealthQuery, query), now());
      const health = await dated(() =>
        orgHealthOf(clickhouse, range, params.id, limitCodes, uncounted),
      );
      const { data_current_to } = health;
      return { ...health, series: { ...health.series, data_current_to } };
    },
  );
}
