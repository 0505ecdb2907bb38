import type { Series } from '@request-desk/shared/dashboard-api';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ClickHouse } from '../../clickhouse/client.ts';
import type { RouteAndOrg } from '../../clickhouse/queries/route-and-org.ts';
import { seriesRows } from '../../clickhouse/queries/series.ts';
import type { TimeRange } from '../../clickhouse/queries/time-range.ts';
import { chartRange, rangeAsWire, stepsOf } from '../time-range.ts';

interface Wanted extends RouteAndOrg {
  readonly by: Series['by'];
  readonly limit: number;
}

type Line = Series['all'];

/** Requests and errors over time by code, route or organisation, from the rollups. */
export async function seriesOf(
  clickhouse: ClickHouse,
  asked: TimeRange,
  wanted: Wanted,
): Promise<Omit<Series, 'data_current_to'>> {
  const { by } = wanted;
  const { step, range } = chartRange(asked);
  const steps = stepsOf(range, step);
  const buckets = { from: range.fromMs / 1000, to: range.toMs / 1000, step };
  const { org, route, limit } = wanted;
  const rows = await seriesRows(clickhouse, { range: buckets, by, scope: { org, route }, limit });

  const index = new Map(steps.map((at, position) => [at, position]));
  const all = emptyLine('all', steps.length);
  const others = emptyLine('others', steps.length);
  const named = new Map<string, Line>();
  for (const { at, key, named: isNamed, requests, errors } of rows) {
    const position = index.get(at);
    if (position === undefined) continue;
    const name = by === 'code' && key === '' ? 'success' : key || '-';
    const line = isNamed ? (named.get(name) ?? emptyLine(name, steps.length)) : others;
    if (isNamed) named.set(name, line);
    for (const one of [all, line]) add(one, position, requests, errors);
  }
  return {
    ...rangeAsWire(range),
    by,
    step_s: step,
    at: steps.map(isoOfSeconds),
    all,
    series: [...named.values()].sort(order(by)),
    others: others.total > 0 ? others : null,
  };
}

function emptyLine(key: string, length: number): Line {
  const zeros = () => new Array<number>(length).fill(0);
  return { key, requests: zeros(), errors: zeros(), total: 0, total_errors: 0 };
}

function add(line: Line, position: number, requests: number, errors: number): void {
  line.requests[position] = (line.requests[position] ?? 0) + requests;
  line.errors[position] = (line.errors[position] ?? 0) + errors;
  line.total += requests;
  line.total_errors += errors;
}

/** Most requests first; successes would hide the errors and come last. */
function order(by: Series['by']): (a: Line, b: Line) => number {
  const last = (line: Line) => (by === 'code' && line.key === 'success' ? 1 : 0);
  return (a, b) => last(a) - last(b) || b.total - a.total || (a.key < b.key ? -1 : 1);
}
