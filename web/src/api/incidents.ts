import {
  alertHistory,
  type deliveriesQuery as deliveriesParams,
  deliveryList,
  firingAlerts,
  type historyQuery as historyParams,
  incidentDetail,
} from '@request-desk/shared/alerts-api';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './client.ts';

type HistoryFilter = Pick<z.output<typeof historyParams>, 'severity' | 'rule'>;
type DeliveriesFilter = Pick<z.output<typeof deliveriesParams>, 'channel'>;

const paramsOf = (values: Readonly<Record<string, string | undefined>>) => {
  const set = Object.entries(values).filter((pair): pair is [string, string] => !!pair[1]);
  return new URLSearchParams(set).toString();
};

/** What fires now, and whether anybody watches at all. */
export const firingQuery = () =>
  queryOptions({
    queryKey: ['alerts', 'firing'],
    queryFn: ({ signal }) => call('/support/v1/alerts/firing', { schema: firingAlerts, signal }),
    refetchInterval: 5_000,
  });

/** Alerts of the past, newest first, page by page. */
export const historyQuery = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'history', filter],
    queryFn: ({ signal, pageParam }) =>
      call(`/support/v1/alerts/history?${paramsOf({ ...filter, before: pageParam })}`, {
        schema: alertHistory,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_before ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One alert with its evidence; asked again while it fires. */
export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) =>
      call(`/support/v1/alerts/${encodeURIComponent(id)}`, { schema: incidentDetail, signal }),
    refetchInterval: (query) => (query.state.data?.state === 'firing' ? 5_000 : false),
  });

/** Messages sent, newest first. */
export const deliveriesQuery = (filter: DeliveriesFilter) =>
  queryOptions({
    queryKey: ['alerts', 'deliveries', filter],
    queryFn: ({ signal }) =>
      call(`/support/v1/alert-deliveries?${paramsOf({ ...filter })}`, {
        schema: deliveryList,
        signal,
      }),
    refetchInterval: 10_000,
  });

/** Says that somebody looks after it, or takes that back. */
export function useAcknowledge(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ undo, note }: { undo: boolean; note: string }) =>
      call(
        `/support/v1/alerts/${encodeURIComponent(id)}/${undo ? 'unacknowledge' : 'acknowledge'}`,
        { schema: incidentDetail, body: { note } },
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

/** Writes a note, an owner or a status text. */
export function useIncidentChange(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: IncidentChange) =>
      call(`/support/v1/alerts/${encodeURIComponent(id)}/${path}`, {
        schema: incidentDetail,
        body,
        ...(path === 'notes' ? {} : { method: 'PUT' as const }),
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

type IncidentChange =
  | { readonly path: 'notes'; readonly body: { readonly note: string } }
  | { readonly path: 'owner'; readonly body: { readonly owner: string | null } }
  | {
      readonly path: 'status-text';
      readonly body: { readonly text: string; readonly texts: Readonly<Record<string, string>> };
    };
