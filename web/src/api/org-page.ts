import { keyDetail, orgDetail, orgHealth } from '@request-desk/shared/dashboard-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { PanelScope } from './dashboard.ts';

/** An organisation and all of its keys, from the control plane. */
export const orgQuery = (id: string) =>
  queryOptions({
    queryKey: ['org', id],
    queryFn: ({ signal }) =>
      call(`/support/v1/orgs/${encodeURIComponent(id)}`, { schema: orgDetail, signal }),
    staleTime: 10_000,
  });

/** How an organisation's requests went, from telemetry. */
export const orgHealthQuery = (id: string, scope: PanelScope) =>
  queryOptions({
    queryKey: ['org-health', id, scope.rangeKey],
    queryFn: ({ signal }) =>
      call(
        `/support/v1/orgs/${encodeURIComponent(id)}/health?${new URLSearchParams({ ...scope.bounds() })}`,
        { schema: orgHealth, signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: scope.everyMs,
    staleTime: 10_000,
  });

/** One key with the organisation it belongs to. */
export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: ['key', id],
    queryFn: ({ signal }) =>
      call(`/support/v1/keys/${encodeURIComponent(id)}`, { schema: keyDetail, signal }),
    staleTime: 10_000,
  });
