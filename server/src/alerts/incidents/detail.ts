import type { IncidentDetail, SeriesPoint } from '@request-desk/shared/alerts-api';
import { incidentEvent } from '@request-desk/shared/alerts-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { failedSamples } from '../../clickhouse/queries/alert-samples.ts';
import { alertSeries } from '../../clickhouse/queries/alert-series.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import { sentrySearch } from '../delivery/links.ts';
import { progressOf } from '../escalation/progress.ts';
import { engineStatus } from '../evaluate/status.ts';
import type { AlertParts } from '../parts.ts';
import { quietAt } from '../silences/quiet.ts';
import { evidenceOf } from './as-wire.ts';
import { currentIncidents } from './current.ts';
import type { IncidentRow } from './incidents.ts';

const LEAD_MS = 600_000;
const TAIL_MS = 300_000;
const MAX_POINTS = 400;
const STEPS = [10, 60, 600, 3600] as const;
const SAMPLES = 5;

/** Everything about one alert: evidence, chart, who did what, who was told. */
export async function incidentDetail(
  row: IncidentRow,
  parts: AlertParts,
): Promise<IncidentDetail | undefined> {
  const { clickhouse, database, incidents, outbox, channels } = parts;
  const now = new Date(parts.now());
  const status = await engineStatus(database);
  const [incident] = currentIncidents([row], status, await quietAt(database, now), now);
  if (!incident) return undefined;
  const stored = evidenceOf(row);
  const [{ chart, lost }, samples, events, deliveries, names, escalation] = await Promise.all([
    chartOf(clickhouse, row, now),
    samplesOf(clickhouse, row, now),
    incidents.eventsOf(row.id),
    outbox.concerning(row.id),
    channels.list(),
    progressOf(row, parts),
  ]);
  return {
    ...incident,
    sample_request_ids: samples.length > 0 ? samples : incident.sample_request_ids,
    evidence: stored.seen,
    lost,
    chart,
    events: events.map(({ at, kind, by, note }) =>
      incidentEvent.parse({ at: at.toISOString(), kind, by, note }),
    ),
    deliveries: deliveriesAsWire(deliveries, names),
    sentry_url: sentrySearch(incident, parts),
    escalation,
  };
}

function filterOf(row: IncidentRow) {
  const { codes, labels } = evidenceOf(row);
  return {
    codes,
    route: labels.kind === 'route' || labels.route !== '' ? labels.route : undefined,
    org: labels.kind === 'org' || labels.org !== '' ? labels.org : undefined,
  };
}

async function chartOf(
  clickhouse: ClickHouse,
  row: IncidentRow,
  now: Date,
): Promise<Pick<IncidentDetail, 'chart' | 'lost'>> {
  const startMs = row.since.getTime() - LEAD_MS;
  const endMs = Math.min(now.getTime(), (row.endedAt ?? now).getTime() + TAIL_MS);
  const wanted = (endMs - startMs) / 1000 / MAX_POINTS;
  const step = STEPS.find((candidate) => candidate >= wanted) ?? 3600;
  const from = Math.floor(startMs / 1000 / step) * step;
  const to = Math.max(from + step, Math.floor(endMs / 1000 / step) * step);
  const rows = await alertSeries(clickhouse, { ...filterOf(row), from, to, step }).catch(() => []);
  const found = new Map(rows.map((point) => [point.at, point]));
  const points: SeriesPoint[] = [];
  for (let at = from; at < to; at += step) {
    const { requests = 0, errors = 0 } = found.get(at) ?? {};
    points.push({ at: new Date(at * 1000).toISOString(), requests, errors });
  }
  return { chart: { step_s: step, points }, lost: lostIn(points, row, step) };
}

/** What was asked and failed from the start to the end; the steps at both ends count whole. */
function lostIn(points: readonly SeriesPoint[], row: IncidentRow, stepS: number) {
  const from = row.since.getTime() - stepS * 1000;
  const to = (row.endedAt ?? new Date(8.64e15)).getTime();
  let [requests, errors] = [0, 0];
  for (const point of points) {
    const at = Date.parse(point.at);
    if (at <= from || at >= to) continue;
    requests += point.requests;
    errors += point.errors;
  }
  return { requests, errors };
}

/** The newest failed requests of the alert, so that the links still work when it is old. */
async function samplesOf(clickhouse: ClickHouse, row: IncidentRow, now: Date): Promise<string[]> {
  const filter = filterOf(row);
  if (filter.codes.length === 0) return [];
  const range = { fromMs: row.since.getTime(), toMs: (row.endedAt ?? now).getTime() };
  const rows = await failedSamples(clickhouse, { ...filter, ...range }, SAMPLES).catch(() => []);
  return rows.map(({ id }) => id);
}
