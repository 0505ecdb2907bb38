import { MINUTE_MS } from '@request-desk/shared/durations';
import {
  maintenance,
  maintenanceList,
  type NewMaintenance,
  occurrenceList,
  suppressionPreview,
} from '@request-desk/shared/maintenance-api';
import {
  deployList,
  type Matcher,
  type newSilence,
  silence,
  silenceList,
} from '@request-desk/shared/silences-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './client.ts';

const MAINTENANCE = '/support/v1/maintenance';

export type NewSilence = z.input<typeof newSilence>;

export const silencesQuery = () =>
  queryOptions({
    queryKey: ['alert-silences'],
    queryFn: ({ signal }) => call('/support/v1/silences', { schema: silenceList, signal }),
    refetchInterval: 15_000,
  });

/** Releases as they were announced or seen. */
export const deploysQuery = () =>
  queryOptions({
    queryKey: ['deploys'],
    queryFn: ({ signal }) => call('/support/v1/deploys', { schema: deployList, signal }),
    refetchInterval: MINUTE_MS,
  });

export const createSilence = (body: NewSilence) =>
  call('/support/v1/silences', { schema: silence, body });

export const endSilence = (id: string) =>
  call(`/support/v1/silences/${encodeURIComponent(id)}/end`, { schema: silence, body: {} });

/** Windows that are planned, on, and over. */
export const maintenanceQuery = () =>
  queryOptions({
    queryKey: ['alert-silences', 'maintenance'],
    queryFn: ({ signal }) => call(MAINTENANCE, { schema: maintenanceList, signal }),
    refetchInterval: 15_000,
  });

/** When windows were or will be on, for charts; whole minutes, so that the same range is one question. */
export const occurrencesQuery = (from: string, to: string) => {
  const minute = (iso: string) =>
    new Date(Math.floor((Date.parse(iso) || 0) / MINUTE_MS) * MINUTE_MS);
  const params = new URLSearchParams({
    from: minute(from).toISOString(),
    to: minute(to).toISOString(),
  });
  return queryOptions({
    queryKey: ['alert-silences', 'occurrences', `${params}`],
    queryFn: ({ signal }) =>
      call(`${MAINTENANCE}/occurrences?${params}`, { schema: occurrenceList, signal }),
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
};

export const createMaintenance = (body: NewMaintenance) =>
  call(MAINTENANCE, { schema: maintenance, body });

export const endMaintenance = (id: string) =>
  call(`${MAINTENANCE}/${encodeURIComponent(id)}/end`, { schema: maintenance, body: {} });

/** What matchers cover, of what fires and of what fired. */
export const silencePreviewQuery = (matchers: readonly Matcher[]) =>
  queryOptions({
    queryKey: ['alert-silences', 'preview', matchers],
    queryFn: ({ signal }) =>
      call('/support/v1/silences/preview', {
        schema: suppressionPreview,
        body: { matchers },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Occurrences of a window, and the alerts that it would cover. */
export const maintenancePreviewQuery = (plan: NewMaintenance) =>
  queryOptions({
    queryKey: ['alert-silences', 'preview', plan],
    queryFn: ({ signal }) =>
      call(`${MAINTENANCE}/preview`, { schema: suppressionPreview, body: plan, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** A window as charts draw it. */
export const windowMarker = ({ starts_at, ends_at, title, effect }: Occurrence) => ({
  at: starts_at,
  until: ends_at,
  tone: 'maintenance' as const,
  label: `${effect === 'mute' ? 'muted' : 'softened'}: ${title}`,
});

type Occurrence = z.infer<typeof occurrenceList>['items'][number];
