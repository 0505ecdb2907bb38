import { MINUTE_MS } from '@request-desk/shared/durations';
import { type Clue, type Likely, likely } from '@request-desk/shared/likely-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** The failures that fit `clues` best; `first` is the answer that came with the pasted text. */
export const likelyQuery = (clues: readonly Clue[], first: Likely) =>
  queryOptions({
    queryKey: ['likely', clues],
    queryFn: ({ signal }) =>
      call('/support/v1/requests/likely', { schema: likely, signal, body: { clues } }),
    ...(clues.length === first.clues.length && clues.every((clue, n) => clue === first.clues[n])
      ? { initialData: first }
      : {}),
    placeholderData: keepPreviousData,
    staleTime: MINUTE_MS,
  });
