import type { DossierNotFound, NotFoundReason } from '@request-desk/shared/dossier';
import { DAY_MS } from '@request-desk/shared/durations';
import { sayForm } from '@request-desk/shared/id-form';
import { producerAsWire } from '../watermark/as-wire.ts';
import type { Freshness } from './freshness.ts';
import { notFoundReplies } from './reply/other-replies.ts';
import { sayAwaited, sayHeld } from './say-awaited.ts';
import { sayDuration, sayTime } from './say-time.ts';
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
  /** What its absence rests on; undefined where that was not asked. */
  readonly freshness?: Freshness | undefined;
}

type Sources = Pick<LookupOptions, 'profile' | 'watermark' | 'retentionDays' | 'now' | 'replyEnds'>;

/** The answer for an id without a dossier: its reason in plain English. */
export function notFound(sources: Sources, missing: Missing): DossierNotFound {
  const { freshness } = missing;
  const absence = freshness?.absence;
  const awaited = absence && 'awaited' in absence ? absence.awaited : undefined;
  const writer = { profile: sources.profile, ends: sources.replyEnds ?? {} };
  const replies = notFoundReplies(writer, missing.reason, missing.asked);
  const reply = replies[sources.profile.locale];
  return {
    found: false,
    ...(reply ? { reply, replies } : {}),
    asked: missing.asked,
    request_id: missing.requestId,
    trace_id: missing.traceId,
    reason: missing.reason,
    explanation: explain(sources, missing),
    suggestions: [...(missing.suggestions ?? [])],
    retry_after_s: RETRY_AFTER_S[missing.reason] ?? null,
    data_current_to: sources.watermark.currentTo(),
    ...(freshness ? { asked_at: new Date(freshness.askedAt).toISOString() } : {}),
    ...(freshness && awaited
      ? { awaited: awaited.map((one) => producerAsWire(one, freshness.found)) }
      : {}),
  };
}

const RETRY_AFTER_S: Partial<Record<NotFoundReason, number>> = {
  too_fresh: 1,
  incomplete: 5,
  store_unavailable: 5,
};

/** How long ids are kept, whatever `RETENTION_DAYS` is. */
const IDS_KEPT_DAYS = 400;

/** Nothing is known of it: because it never came, or because that cannot be said. */
export function unseenReason({ absence }: Freshness): NotFoundReason {
  return absence.kind === 'proven' ? 'never_seen' : absence.kind;
}

/** The index knows the day, but nothing is stored: too old, on its way, or not kept. */
export function vanishedReason(
  sources: Sources,
  day: string,
  { absence }: Freshness,
): NotFoundReason {
  const oldest = sources.now() - sources.retentionDays * DAY_MS;
  if (Date.parse(day) <= oldest) return 'expired';
  return absence.kind === 'proven' ? 'sampled_away' : absence.kind;
}

function explain(sources: Sources, missing: Missing): string {
  const { profile } = sources;
  const { freshness } = missing;
  switch (missing.reason) {
    case 'malformed':
      return `${missing.why ?? 'This is not a request id'}. A request id is ${sayForm(profile.request_id)}.${
        missing.suggestions?.length ? ' It may be one of these:' : ''
      }`;
    case 'never_seen':
      return neverSeen(freshness);
    case 'expired':
      return `This request was seen on ${missing.day ?? 'a day before that'}. Details are kept for ${sources.retentionDays} days, and they are gone; the id itself was real.`;
    case 'too_fresh': {
      const current = freshness?.found.currentTo;
      const lag =
        freshness === undefined || current === undefined
          ? ''
          : ` (now ${sayDuration(Math.max(0, freshness.found.nowMs - current))})`;
      return `Nothing is known of this id yet, but telemetry is behind${lag}: a recent request may not have arrived yet. ${sayAwaited(freshness)}This page checks again automatically.`;
    }
    case 'incomplete':
      return `Nothing is known of this id, and not all that was answered before you asked has arrived: it may exist. ${sayHeld(freshness)}`;
    case 'sampled_away':
      return `This id was seen on ${missing.day ?? 'an earlier day'}, but no details of it are stored: they were sampled away by its producer, or removed.`;
    case 'store_unavailable':
      return `${missing.why ?? 'The telemetry store does not answer'}, so nothing can be said about this id. It may exist; events are kept on disk meanwhile.`;
  }
}

function neverSeen(freshness: Freshness | undefined): string {
  const asked = freshness ? ` before ${sayTime(freshness.askedAt)}` : '';
  const what = `No request with this id was answered${asked}: the id was mistyped, it comes from another environment, or it is older than ${IDS_KEPT_DAYS} days.`;
  const limits = freshness?.found.limits ?? [];
  return limits.length === 0
    ? what
    : `${what} This does not hold for what may be missing for good: ${limits.join(' ')}`;
}
