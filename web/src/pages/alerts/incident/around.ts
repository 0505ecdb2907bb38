import type { IncidentDetail, IncidentRate, SeriesPoint } from '@request-desk/shared/alerts-api';

type Course = Pick<IncidentDetail, 'chart' | 'started_at' | 'ended_at'>;

/**
 * What was seen before an incident began and since it ended, as far as its chart reaches; undefined where
 * it does not. Steps that the incident has a part in count for neither.
 */
export function around({ chart, started_at, ended_at }: Course): {
  readonly before: IncidentRate | undefined;
  readonly after: IncidentRate | undefined;
} {
  const [from, to] = [Date.parse(started_at), ended_at === null ? undefined : Date.parse(ended_at)];
  const stepMs = chart.step_s * 1000;
  const within = (wanted: (atMs: number) => boolean) =>
    sum(
      chart.points.filter(({ at }) => wanted(Date.parse(at))),
      chart.step_s,
    );
  return {
    before: within((at) => at + stepMs <= from),
    after: to === undefined ? undefined : within((at) => at >= to),
  };
}

function sum(points: readonly SeriesPoint[], stepS: number): IncidentRate | undefined {
  const [first] = points;
  if (!first) return undefined;
  const of = (name: 'requests' | 'errors') => points.reduce((all, point) => all + point[name], 0);
  return {
    at: first.at,
    window_s: points.length * stepS,
    requests: of('requests'),
    errors: of('errors'),
  };
}
