import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { DAY_MS } from '@request-desk/shared/durations';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { type AffectedRow, alertAffected } from '../../clickhouse/queries/alert-affected.ts';
import type { IncidentRow } from './incidents.ts';
import { requestsOf } from './requests-of.ts';

const MAX_AFFECTED_ROWS = 20;
/** An alert may go on for weeks; what is counted by row ends after so long. */
const LONGEST_MS = DAY_MS;

type Affected = NonNullable<IncidentDetail['affected']>;

/** Who met the failures of an alert, with counts; null when the store does not say. */
export async function affectedBy(
  clickhouse: ClickHouse,
  row: IncidentRow,
  uncounted: readonly string[],
  now: Date,
): Promise<Affected | null> {
  const filter = requestsOf(row);
  if (filter.codes.length === 0) return null;
  const toMs = (row.endedAt ?? now).getTime();
  const fromMs = Math.max(row.since.getTime(), toMs - LONGEST_MS);
  const rows = await alertAffected(
    clickhouse,
    { ...filter, uncounted, fromMs, toMs },
    MAX_AFFECTED_ROWS,
  ).catch(() => undefined);
  return rows ? affectedAsWire(rows, fromMs) : null;
}

function affectedAsWire(rows: readonly AffectedRow[], fromMs: number): Affected {
  const orgs = new Map(rows.map(({ org, org_errors }) => [org, org_errors]));
  const keys = rows.filter(({ key_id }) => key_id !== '');
  return {
    from: new Date(fromMs).toISOString(),
    org_count: rows[0]?.orgs ?? 0,
    key_count: rows[0]?.keys ?? 0,
    orgs: [...orgs].map(([id, errors]) => ({ id, errors })).toSorted((a, b) => b.errors - a.errors),
    keys: keys.map(({ key_id, key_prefix, org, errors }) => ({
      id: key_id,
      prefix: key_prefix,
      org,
      errors,
    })),
  };
}
