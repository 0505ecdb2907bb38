import { dossier } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { type Lookups, lookups } from '@request-desk/shared/lookups-api';
import { openAnswer } from '@request-desk/shared/open-answer';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ApiFailure, call, callLines, callText, unknownShape } from './client.ts';

const PATH = '/support/v1/lookups';
/** The first line of a streamed answer. */
const opening = lookups
  .pick({ suggestions: true, unread: true, ignored: true, likely: true })
  .extend({ total: z.int() });

/** What is known so far of a text's ids. */
export interface LookupsAnswer extends Lookups {
  readonly total: number;
}

/**
 * Every request id found in `text`, looked up one by one; the text has no secrets left in it by now.
 * `onProgress` gets how many of how many are done.
 */
export const lookupsQuery = (text: string, onProgress?: (done: number, total: number) => void) =>
  queryOptions({
    queryKey: ['lookups', text],
    queryFn: async ({ signal }): Promise<LookupsAnswer> => {
      let head: z.infer<typeof opening> | undefined;
      const items: Lookups['items'] = [];
      await callLines(`${PATH}?format=ndjson`, { signal, body: { text } }, (line) => {
        if (!head) head = parsed(opening, line);
        else items.push(parsed(dossier, line));
        onProgress?.(items.length, head.total);
      });
      if (!head || items.length < head.total) throw cut();
      return { ...head, items };
    },
    staleTime: 30_000,
    enabled: text !== '',
    refetchInterval: (query) =>
      query.state.data?.items.some((item) => !item.found && item.reason === 'too_fresh')
        ? 2_000
        : false,
  });

/** One reply to the customer for all ids of `text`; only about those of `org`, unless that is empty. */
export const batchReplyQuery = (text: string, org: string) =>
  queryOptions({
    queryKey: ['lookups', text, 'reply', org],
    queryFn: ({ signal }) => {
      const query = org === '' ? '' : `?${new URLSearchParams({ org })}`;
      return call(`${PATH}${query}`, { schema: lookups, signal, body: { text } });
    },
    staleTime: MINUTE_MS,
  });

/** The answers as a table or as a text for tickets. */
export const exportLookups = (text: string, format: 'csv' | 'markdown') =>
  callText(`${PATH}?format=${format}`, { body: { text } });

function parsed<S extends z.ZodType>(schema: S, line: unknown): z.infer<S> {
  const result = openAnswer(schema).safeParse(line);
  if (result.success) return result.data;
  throw unknownShape(result.error);
}

function cut(): ApiFailure {
  return new ApiFailure('The response ended before all ids were looked up.', { kind: 'network' });
}
