import { type NewView, savedView, type ViewPlace, viewList } from '@request-desk/shared/views-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const PATH = '/support/v1/views';

/** One's own views of a place, and those that others share. */
export const viewsQuery = (place: ViewPlace) =>
  queryOptions({
    queryKey: ['views', place],
    queryFn: ({ signal }) => call(`${PATH}?place=${place}`, { schema: viewList, signal }),
    staleTime: 30_000,
  });

export function useSaveView() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewView) => call(PATH, { schema: savedView, body }),
    onSuccess: ({ place }) => cache.invalidateQueries({ queryKey: ['views', place] }),
  });
}

export function useRemoveView() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(`${PATH}/${encodeURIComponent(id)}`, { schema: NOTHING, method: 'DELETE' }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['views'] }),
  });
}
