import type { SentrySettings } from '@request-desk/fastify/settings';
import type { RequestContext } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import type { ClickHouse } from '../clickhouse/client.ts';
import type { Directory } from '../directory/directory.ts';
import type { Watermark } from '../watermark/watermark.ts';
import type { ReplyEnds } from './reply/reply.ts';

/** A failed request, of which the alert that covers it is wanted. */
export interface AlertQuery {
  /** When it was answered. */
  readonly at: Date;
  readonly code: string;
  /** Says what an unknown code is. */
  readonly status: number;
  readonly route: string;
  readonly org: string;
}

/** Everything a lookup may read. */
export interface LookupOptions {
  readonly clickhouse: ClickHouse;
  readonly profile: Profile;
  /** Undefined where the desk has no directory of organisations and keys. */
  readonly directory: Directory | undefined;
  /** True of sources without one because it does not answer right now. */
  readonly directoryAway?: boolean;
  readonly sentry: SentrySettings;
  /** How far the store is complete. */
  readonly watermark: Pick<
    Watermark,
    'askedAt' | 'settle' | 'isSameStore' | 'currentTo' | 'firstAsked'
  >;
  /** For each failure the alert that fired around that time and is about it, if there was one. */
  readonly alertsAt: (queries: readonly AlertQuery[]) => Promise<RequestContext['alert'][]>;
  /** What replies begin and end with, where that is not as the catalogue says. */
  readonly replyEnds?: ReplyEnds;
  /** Where another tool shows a trace: an address with `{trace_id}` in it. */
  readonly traceUrlTemplate?: string | undefined;
  readonly consoleUrl: () => string;
  readonly publicApiUrl: () => string;
  readonly retentionDays: number;
  readonly now: () => number;
}
