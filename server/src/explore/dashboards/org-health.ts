import type { OrgHealth } from '@request-desk/shared/dashboard-api';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { keyCounts } from '../../clickhouse/queries/key-counts.ts';
import { limitUse } from '../../clickhouse/queries/limit-use.ts';
import { searchRequests } from '../../clickhouse/queries/search.ts';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import { rangeAsWire } from '../time-range.ts';
import { seriesOf } from './series.ts';

const RECENT_ERRORS = 20;
const MAX_LIMITS = 50;

type KeyRow = Awaited<ReturnType<typeof keyCounts>>[number];

interface OrgQuestion {
  readonly range: TimeRange;
  readonly org: string;
  readonly limitCodes: readonly string[];
  readonly uncounted: readonly string[];
}

/** What one organisation did and met, for when a customer has no id at all. */
export async function orgHealthOf(
  clickhouse: ClickHouse,
  { range, org, limitCodes, uncounted }: OrgQuestion,
): Promise<Omit<OrgHealth, 'data_current_to' | 'series'> & { series: Undated }> {
  const rows = await keyCounts(clickhouse, range, org, uncounted);
  const filter = { org: [org], code: ['error' as const] };
  const recent = await searchRequests(clickhouse, { range, filter, limit: RECENT_ERRORS });
  return {
    ...rangeAsWire(range),
    org,
    requests: sum(rows),
    errors: sum(rows.filter(({ code }) => code !== '')),
    last_request_at: latest(rows),
    last_success_at: latest(rows.filter(({ code }) => code === '')),
    by_code: byCode(rows),
    series: await seriesOf(clickhouse, range, { by: 'code', limit: 20, org }),
    keys: [...Map.groupBy(rows, (row) => row.key_id)]
      .map(([key_id, own]) => ({
        key_id,
        key_prefix: own.find((row) => row.key_prefix !== '')?.key_prefix ?? '',
        requests: sum(own),
        errors: sum(own.filter(({ code }) => code !== '')),
        limited: sum(own.filter(({ code }) => limitCodes.includes(code))),
        by_code: byCode(own),
      }))
      .sort((a, b) => b.requests - a.requests),
    limits: await limitUse(clickhouse, range, limitCodes, { org, limit: MAX_LIMITS }),
    recent_errors: recent.map(({ row }) => row),
  };
}

type Undated = Awaited<ReturnType<typeof seriesOf>>;

function sum(rows: readonly KeyRow[]): number {
  return rows.reduce((total, { requests }) => total + requests, 0);
}

function latest(rows: readonly KeyRow[]): string | null {
  return rows.length === 0 ? null : isoOfSeconds(Math.max(...rows.map(({ last }) => last)));
}

function byCode(rows: readonly KeyRow[]): { value: string; count: number }[] {
  return [...Map.groupBy(rows, ({ code }) => code || 'success')]
    .map(([value, same]) => ({ value, count: sum(same) }))
    .sort((a, b) => b.count - a.count);
}
