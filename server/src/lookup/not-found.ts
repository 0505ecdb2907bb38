import type { DossierNotFound, NotFoundReason } from '@request-desk/shared/dossier';
import { sayForm } from '@request-desk/shared/id-form';
import type { Freshness } from './freshness.ts';
import { sayDuration } from './say-time.ts';
import type { LookupOptions } from './sources.ts';

/** What is known of an id that has no dossier. */
export interface Missing {
  readonly asked: string;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly reason: NotFoundReason;
  /** For `expired`: the day on which the id was seen. */
  readonly day?: string;
  readonly suggestions?: readonly string[];
  readonly why?: string | undefined;
  readonly behindMs?: number | undefined;
}

type Sources = Pick<LookupOptions, 'profile' | 'pipeline' | 'retentionDays' | 'now'>;

/** The answer for an id without a dossier: its reason in plain English. */
export function notFound(sources: Sources, missing: Missing): DossierNotFound {
  const pipeline = sources.pipeline();
  return {
    found: false,
    asked: missing.asked,
    request_id: missing.requestId,
    trace_id: missing.traceId,
    reason: missing.reason,
    explanation: explain(sources, missing),
    suggestions: [...(missing.suggestions ?? [])],
    retry_after_s: RETRY_AFTER_S[missing.reason] ?? null,
    data_current_to: pipeline?.data_current_to ?? null,
  };
}

const RETRY_AFTER_S: Partial<Record<NotFoundReason, number>> = {
  too_fresh: 1,
  store_unavailable: 5,
};

const DAY_MS = 86_400_000;

/** Nothing is known of it: because data is behind, or because it never came. */
export function unseenReason({ behindMs }: Freshness): 'too_fresh' | 'never_seen' {
  return behindMs === undefined ? 'never_seen' : 'too_fresh';
}

/** The index knows the day, but nothing is stored: too old, on its way, or not kept. */
export function vanishedReason(
  sources: Sources,
  day: string,
  { behindMs }: Freshness,
): 'expired' | 'too_fresh' | 'sampled_away' {
  const oldest = sources.now() - sources.retentionDays * DAY_MS;
  if (Date.parse(day) <= oldest) return 'expired';
  return behindMs === undefined ? 'sampled_away' : 'too_fresh';
}

function explain({ profile, retentionDays }: Sources, missing: Missing): string {
  switch (missing.reason) {
    case 'malformed':
      return `${missing.why ?? 'This is not a request id'}. A request id is ${sayForm(profile.request_id)}.${
        missing.suggestions?.length ? ' It may be one of these:' : ''
      }`;
    case 'never_seen':
      return 'No request with this id has reached this desk. Every answered request is recorded, so the id was mistyped, or it comes from another environment.';
    case 'expired':
      return `This request was seen on ${missing.day ?? 'a day before that'}. Details are kept for ${retentionDays} days, and they are gone; the id itself was real.`;
    case 'too_fresh': {
      const lag = missing.behindMs === undefined ? '' : ` (now ${sayDuration(missing.behindMs)})`;
      return `Nothing is known of this id yet, but telemetry is behind${lag}: a recent request may still be on its way. This page asks again by itself.`;
    }
    case 'sampled_away':
      return `This id was seen on ${missing.day ?? 'an earlier day'}, but no details of it are stored: they were sampled away by its producer, or removed.`;
    case 'store_unavailable':
      return 'The telemetry store does not answer, so nothing can be said about this id. It may well exist; events are kept on disk meanwhile.';
  }
}
