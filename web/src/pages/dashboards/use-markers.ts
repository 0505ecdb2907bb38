import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { alertsQuery } from '../../api/alerts.ts';
import { type PanelScope, releasesQuery } from '../../api/dashboard.ts';
import { deploysQuery, occurrencesQuery, windowMarker } from '../../api/silences.ts';
import type { ChartMarker } from '../../ui/chart/chart-data.ts';
import { releaseMarkers } from '../../ui/chart/release-markers.ts';

/** Releases, alerts and maintenance of the range, to stand in every chart. */
export function useMarkers(scope: PanelScope): readonly ChartMarker[] {
  const releases = useQuery(releasesQuery(scope)).data;
  const alerts = useQuery(alertsQuery()).data;
  const deploys = useQuery(deploysQuery()).data;
  const windows = useQuery({
    ...occurrencesQuery(releases?.from ?? '', releases?.to ?? ''),
    enabled: releases !== undefined,
  }).data;
  return useMemo(() => {
    const started = releases ? releaseMarkers(releases) : [];
    const fired = (alerts?.items ?? []).map(({ started_at, title }) => ({
      at: started_at,
      label: title,
      tone: 'alert' as const,
    }));
    const seen = new Set(started.map(({ label }) => label));
    const announced = (deploys?.items ?? [])
      .map(({ at, release }) => ({ at, label: `release ${release}`, tone: 'release' as const }))
      .filter(({ label }) => !seen.has(label));
    return [...(windows?.items ?? []).map(windowMarker), ...started, ...announced, ...fired];
  }, [releases, alerts, deploys, windows]);
}
