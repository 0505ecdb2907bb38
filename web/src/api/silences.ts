import {
  deployList,
  type newSilence,
  silence,
  silenceList,
} from '@request-desk/shared/silences-api';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './client.ts';

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
    refetchInterval: 60_000,
  });

export const createSilence = (body: NewSilence) =>
  call('/support/v1/silences', { schema: silence, body });

export const endSilence = (id: string) =>
  call(`/support/v1/silences/${encodeURIComponent(id)}/end`, { schema: silence, body: {} });
