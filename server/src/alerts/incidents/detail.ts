import type { IncidentDetail, IncidentRate, SeriesPoint } from '@request-desk/shared/alerts-api';
import { incidentDetail, incidentEvent } from '@request-desk/shared/alerts-api';
import { HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { failedSamples } from '../../clickhouse/queries/alert-samples.ts';
import { alertSeries } from '../../clickhouse/queries/alert-series.ts';
import { ok } from '../../console/route.ts';
import { MOST_CHART_POINTS } from '../chart-points.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import { sentrySearch } from '../delivery/links.ts';
import { LOG_KEPT_MS } from '../delivery/outbox.ts';
import { progressOf } from '../escalation/progress.ts';
import { engineStatus } from '../evaluate/status.ts';
import { unjudgedCauses } from '../judged-codes.ts';
import type { AlertParts } from '../parts.ts';
import { suppressionsAt } from '../silences/suppressions.ts';
import { affectedBy } from './affected.ts';
import { evidenceOf } from './as-wire.ts';
import { currentIncidents } from './current.ts';
import type { IncidentRow } from './incidents.ts';
import { peakOf, rateNow } from './rate.ts';
import { requestsOf } from './requests-of.ts';
import { firstNotified, timelineOf } from './timeline.ts';

/** The answer that holds one alert. */
export const INCIDENT_DETAIL = ok('IncidentDetail', incidentDetail);

const LEAD_MS = 10 * MINUTE_MS;
const TAIL_MS = 5 * MINUTE_MS;
const STEPS = [10, 60, 600, HOUR_S] as const;
const SAMPLES = 5;

/** Everything about one alert: evidence, chart, who did what, who was notified. */
export async function incidentDetailOf(
  row: IncidentRow,
  parts: AlertParts,
): Promise<IncidentDetail | undefined> {
  const { clickhouse, database, incidents, outbox, channels } = parts;
  const now = new Date(parts.now());
  const uncounted = unjudgedCauses(parts.profile);
  const status = await engineStatus(database);
  const [incident] = currentIncidents([row], status, await suppressionsAt(database, now), now);
  if (!incident) return undefined;
  const stored = evidenceOf(row);
  const current = await rateNow(clickhouse, row, now);
  const [seen, samples, events, deliveries, names, escalation] = await Promise.all([
    chartOf(clickhouse, row, now, current),
    samplesOf(clickhouse, row, uncounted, now),
    incidents.eventsOf(row.id),
    outbox.concerning(row.id),
    channels.list(),
    progressOf(row, parts),
  ]);
  const affected = await affectedBy(clickhouse, row, uncounted, now);
  const notifications = { deliveries, names: new Map(names.map(({ id, name }) => [id, name])) };
  return {
    ...incident,
    sample_request_ids: samples.length > 0 ? samples : incident.sample_request_ids,
    evidence: stored.seen,
    ...seen,
    current,
    affected,
    events: events.map(({ at, kind, by, note }) =>
      incidentEvent.parse({ at: at.toISOString(), kind, by, note }),
    ),
    timeline: timelineOf(row, events, notifications),
    ...notifiedAt(row, firstNotified(notifications), now),
    deliveries: deliveriesAsWire(deliveries, names),
    sentry_url: sentrySearch(incident, parts),
    escalation,
  };
}

/** Nothing where the log no longer goes back so far: then nobody knows. */
function notifiedAt(
  row: IncidentRow,
  first: Date | null,
  now: Date,
): Pick<IncidentDetail, 'notified_at'> {
  if (first === null && row.notified && row.firedAt.getTime() < now.getTime() - LOG_KEPT_MS)
    return {};
  return { notified_at: first?.toISOString() ?? null };
}

async function chartOf(
  clickhouse: ClickHouse,
  row: IncidentRow,
  now: Date,
  current: IncidentRate | null,
): Promise<Pick<IncidentDetail, 'chart' | 'lost' | 'peak'>> {
  const startMs = row.since.getTime() - LEAD_MS;
  const endMs = Math.min(now.getTime(), (row.endedAt ?? now).getTime() + TAIL_MS);
  const wanted = (endMs - startMs) / 1000 / MOST_CHART_POINTS;
  const step = STEPS.find((candidate) => candidate >= wanted) ?? HOUR_S;
  const from = Math.floor(startMs / 1000 / step) * step;
  const to = Math.max(from + step, Math.floor(endMs / 1000 / step) * step);
  const rows = await alertSeries(clickhouse, { ...requestsOf(row), from, to, step }).catch(
    () => [],
  );
  const found = new Map(rows.map((point) => [point.at, point]));
  const points: SeriesPoint[] = [];
  for (let at = from; at < to; at += step) {
    const { requests = 0, errors = 0 } = found.get(at) ?? {};
    points.push({ at: isoOfSeconds(at), requests, errors });
  }
  const within = pointsWithin(points, row, step);
  return {
    chart: { step_s: step, points },
    lost: lostIn(within),
    peak: peakOf(within, step, current),
  };
}

/** From the start to the end; the steps at both ends count whole. */
function pointsWithin(points: readonly SeriesPoint[], row: IncidentRow, stepS: number) {
  const from = row.since.getTime() - stepS * 1000;
  const to = (row.endedAt ?? new Date(8.64e15)).getTime();
  return points.filter(({ at }) => Date.parse(at) > from && Date.parse(at) < to);
}

function lostIn(points: readonly SeriesPoint[]): IncidentDetail['lost'] {
  const sum = (of: 'requests' | 'errors') => points.reduce((all, point) => all + point[of], 0);
  return { requests: sum('requests'), errors: sum('errors') };
}

/** The newest failed requests of the alert, so that the links still work when it is old. */
async function samplesOf(
  clickhouse: ClickHouse,
  row: IncidentRow,
  uncounted: readonly string[],
  now: Date,
): Promise<string[]> {
  const filter = requestsOf(row);
  if (filter.codes.length === 0) return [];
  const range = { fromMs: row.since.getTime(), toMs: (row.endedAt ?? now).getTime() };
  const rows = await failedSamples(clickhouse, { ...filter, uncounted, ...range }, SAMPLES).catch(
    () => [],
  );
  return rows.map(({ id }) => id);
}
