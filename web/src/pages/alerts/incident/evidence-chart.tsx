import type { IncidentDetail, SeriesPoint } from '@request-desk/shared/alerts-api';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { releasesQuery } from '../../../api/dashboard.ts';
import { occurrencesQuery, windowMarker } from '../../../api/silences.ts';
import type { ChartData } from '../../../ui/chart/chart-data.ts';
import { ChartPanel } from '../../../ui/chart/chart-panel.tsx';
import { releaseMarkers } from '../../../ui/chart/release-markers.ts';
import { classColour, codeColour } from '../../../ui/code-colour.ts';
import { formatCount } from '../../../ui/format-number.ts';
import { Segmented } from '../../../ui/segmented.tsx';

const FIRING_STEP_S = 10;

/** What the decision rested on, as it was then; and how it went on. */
export function EvidenceChart({ incident }: { incident: IncidentDetail }) {
  const [show, setShow] = useState<'course' | 'firing'>('course');
  const [first, last] = [incident.chart.points[0]?.at, incident.chart.points.at(-1)?.at];
  const windows = useQuery({
    ...occurrencesQuery(first ?? '', last ?? ''),
    enabled: first !== undefined,
  }).data;
  const releases = useQuery({
    ...releasesQuery({
      rangeKey: `${first}/${last}`,
      everyMs: false,
      bounds: () => ({ from: first ?? '', to: last ?? '' }),
    }),
    enabled: first !== undefined && first !== last,
  }).data;
  const data = useMemo((): ChartData => {
    const firing = show === 'firing';
    const points = firing ? incident.evidence.series : incident.chart.points;
    const markers = [
      ...(windows?.items ?? []).map(windowMarker),
      ...(releases ? releaseMarkers(releases) : []),
      { at: incident.fired_at, label: 'fired', tone: 'alert' as const },
      ...(incident.ended_at
        ? [{ at: incident.ended_at, label: 'resolved', tone: 'release' as const }]
        : []),
    ];
    return {
      label: firing ? 'Requests until the alert fired' : 'Requests since before the start',
      kind: 'stack',
      at: points.map(({ at }) => at),
      stepS: firing ? FIRING_STEP_S : incident.chart.step_s,
      lines: [
        {
          key: 'errors',
          label: incident.labels.code || 'failed',
          colour: (incident.labels.code ? codeColour(incident.labels.code) : classColour('server'))
            .fill,
          values: points.map(({ errors }) => errors),
        },
        {
          key: 'others',
          label: 'other responses',
          colour: 'var(--success-bar)',
          values: points.map(({ requests, errors }) => Math.max(0, requests - errors)),
        },
      ],
      markers,
      format: formatCount,
    };
  }, [incident, show, windows, releases]);
  const points = show === 'firing' ? incident.evidence.series : incident.chart.points;
  const sum = (of: (point: SeriesPoint) => number) =>
    formatCount(points.reduce((total, point) => total + of(point), 0));
  return (
    <ChartPanel
      title="Evidence"
      note={
        show === 'firing'
          ? 'as seen when the alert fired'
          : 'from before the start until now or the end'
      }
      actions={
        <Segmented
          label="Show"
          options={[
            ['course', 'Full history'],
            ['firing', 'At firing'],
          ]}
          value={show}
          onChange={setShow}
        />
      }
      data={data}
      error={null}
      retry={() => undefined}
      emptyText="No requests"
      totalOf={(key) =>
        key === 'errors'
          ? sum(({ errors }) => errors)
          : sum(({ requests, errors }) => Math.max(0, requests - errors))
      }
    />
  );
}
