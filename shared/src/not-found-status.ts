import type { NotFoundReason } from './dossier.ts';

/** HTTP status of each reason; those that may change soon also carry Retry-After. */
export const NOT_FOUND_STATUS: Readonly<Record<NotFoundReason, number>> = {
  malformed: 400,
  never_seen: 404,
  expired: 410,
  too_fresh: 404,
  incomplete: 503,
  sampled_away: 404,
  store_unavailable: 503,
};
