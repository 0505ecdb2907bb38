import { MINUTE_MS } from '@request-desk/shared/durations';
import { type ReplyRating, replyUses } from '@request-desk/shared/reply-uses-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

/** How often drafts were copied and found useful, by code and cause; of one code where it is named. */
export const replyUsesQuery = (code?: string) =>
  queryOptions({
    queryKey: ['reply-uses', code],
    queryFn: ({ signal }) => {
      const query = code === undefined ? '' : `?${new URLSearchParams({ code })}`;
      return call(`/support/v1/replies/uses${query}`, { schema: replyUses, signal });
    },
    staleTime: MINUTE_MS,
  });

export const rateReply = (body: ReplyRating) =>
  call('/support/v1/replies/ratings', { schema: NOTHING, body });
