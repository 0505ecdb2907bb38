import type { RequestContext } from '@request-desk/shared/dossier';
import type { RouteNow } from '../verdicts/recovery.ts';

/** How it stands with a fault of ours. */
export type FaultNow =
  | (Past & { readonly kind: 'again'; readonly sinceMs: number | undefined })
  | (Open & { readonly kind: 'open'; readonly beganMs: number })
  | { readonly kind: 'not_yet' }
  /** Its incident ended; whether the calls work by now is not known. */
  | (Past & { readonly kind: 'over' })
  /** Something else is open or fails now, since `laterMs` where that is known. */
  | (Past & { readonly kind: 'later'; laterMs: number | undefined; failing: boolean });

interface Open {
  /** Its failures are no longer seen, as between two bursts. */
  readonly resting: boolean;
  readonly knownIssue: KnownIssue;
}

/** What support may tell of an incident, as written first and by language; empty: nothing. */
export interface KnownIssue {
  readonly text: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** When the incident that the request fell into began, and when it ended, where there was one. */
interface Past {
  readonly beganMs: number | undefined;
  readonly endedMs: number | undefined;
}

/** By the incident that the request fell into, and by what is known of its route now. */
export function faultNow(
  alert: RequestContext['alert'],
  recovery: RouteNow | undefined,
): FaultNow | undefined {
  const beganMs = alert === null ? undefined : Date.parse(alert.since);
  if (alert?.ended === null && beganMs !== undefined) {
    const knownIssue = { text: alert.status_text ?? '', texts: alert.status_texts ?? {} };
    return { kind: 'open', beganMs, resting: alert.resting === true, knownIssue };
  }
  const past = { beganMs, endedMs: alert?.ended ? Date.parse(alert.ended) : undefined };
  switch (recovery?.kind) {
    case 'again':
      return { kind: 'again', sinceMs: recovery.sinceMs, ...past };
    case 'later':
      return { kind: 'later', laterMs: recovery.sinceMs, failing: recovery.failing, ...past };
    case 'not_yet':
      // What the request fell into is over: what fails now is something else.
      if (past.endedMs === undefined) return { kind: 'not_yet' };
      return { kind: 'later', laterMs: undefined, failing: true, ...past };
    case 'too_few':
    case 'alone':
    case undefined:
      return past.endedMs === undefined ? undefined : { kind: 'over', ...past };
  }
}
