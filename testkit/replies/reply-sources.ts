import type { DirectoryKey } from '../../server/src/directory/directory.ts';
import { NO_CONTEXT } from '../../server/src/lookup/context.ts';
import type { ReplySources } from '../../server/src/lookup/reply/facts.ts';
import { causeEntry, STATUS_OF } from '../../server/src/meetso/catalogue/catalogue.ts';
import type { ErrorCode } from '../../server/src/meetso/catalogue/causes.ts';
import { ATTR } from '../../shared/src/attributes.ts';
import type { RequestContext } from '../../shared/src/dossier.ts';
import type { CauseReply } from '../../shared/src/replies/catalogue.ts';

export const AT = Date.parse('2026-11-25T14:02:07.000Z');
export const [MINUTE, DAY] = [60_000, 86_400_000];

/** One case of a reply: what is known, and what the reply must and must not say, in English. */
export interface ReplyExample {
  readonly name: string;
  readonly code: ErrorCode;
  readonly cause: string;
  readonly sources: Omit<ReplySources, 'profile' | 'docsUrl' | 'now'>;
  /** The one right next step, in English and in German. */
  readonly next: readonly [RegExp, RegExp];
  readonly never?: RegExp;
}

type More = Partial<Omit<ReplyExample['sources'], 'facts'>> & {
  readonly method?: string;
  readonly route?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly never?: RegExp;
  readonly called?: string;
};

/** The sources of a failure; `attributes` are what its event says beside code and cause. */
export function sourcesOf(
  code: string,
  cause: string,
  {
    method = 'GET',
    route = '/public/v1/meetings',
    attributes = {},
    key,
    replacement,
    holders,
    context,
    recovery,
  }: More = {},
): ReplyExample['sources'] {
  const request = {
    code,
    cause,
    status: STATUS_OF[code as ErrorCode],
    message: 'As the API said it.',
    org: 'org_1',
    org_name: '',
    key_id: 'key_1',
    key_prefix: 'mts_live_Ab3d',
    method,
    route,
    path: '/public/v1/meetings',
    release: '',
    service: '',
    started_at: new Date(AT).toISOString(),
    duration_ms: 12,
    client: '',
    user_agent: '',
    attributes,
  };
  const facts = {
    requestId: 'req_70ac81fe9ef7a3c6',
    traceId: '70ac81fe9ef7a3c6d4dcb464a2509160',
    startMs: AT,
    readyMs: AT + 12,
    request,
  };
  return { facts, key, replacement, holders, context, recovery };
}

export function example(
  code: ErrorCode,
  cause: string,
  next: readonly [RegExp, RegExp],
  more: More = {},
): ReplyExample {
  const { never, called } = more;
  const name = `${code} / ${cause}${called ? `: ${called}` : ''}`;
  return {
    name,
    code,
    cause,
    sources: sourcesOf(code, cause, more),
    next,
    ...(never && { never }),
  };
}

const literal = (text: string) => new RegExp(text.replaceAll(/[.?()*+^$|\\]/g, '\\$&'));

/**
 * The example of a cause as the catalogue has it: its replies say its next step, up to what a failure
 * fills in.
 */
export function plainExample(code: ErrorCode, cause: string): ReplyExample {
  const replies = causeEntry(code, cause)?.replies;
  if (replies === undefined) throw new Error(`${code} has no cause ${cause}`);
  const stepOf = ({ next }: CauseReply) => literal(next.split(/[{[]/)[0] ?? '');
  return example(code, cause, [stepOf(replies.en), stepOf(replies.de)]);
}

export function issues(
  ...list: readonly Readonly<Record<string, unknown>>[]
): Record<string, string> {
  return { [ATTR.issues]: JSON.stringify(list) };
}

export const KEY: DirectoryKey = {
  id: 'key_1',
  orgId: 'org_1',
  name: 'Old',
  prefix: 'mts_live_Ab3d',
  scopes: [],
  createdAt: new Date(AT - 90 * DAY),
  expiresAt: new Date(AT - DAY),
  lastUsedAt: null,
  revokedAt: new Date(AT - 2 * DAY),
  revokedBy: 'maren',
  replacedBy: 'key_2',
};
export const NEXT_KEY: DirectoryKey = {
  ...KEY,
  id: 'key_2',
  prefix: 'mts_live_Zz9y',
  revokedAt: null,
  expiresAt: null,
  replacedBy: null,
};

export function contextOf(more: Partial<RequestContext>): RequestContext {
  return { ...NO_CONTEXT, ...more };
}

export function retried(call: 'same' | 'corrected'): RequestContext {
  const again = { call, attempts: 1, succeeded_after_ms: 5_000 };
  const retries = { attempts: 1, succeeded: true, succeeded_after_ms: 5_000, rows: [], again };
  return contextOf({ retries });
}

export const since = new Date(AT - 10 * MINUTE).toISOString();
export const NOT_NEW_KEY = /create a new key/i;
export const NO_RECOVERY = /as usual|working again|wieder normal/;
export const PACE = { [ATTR.rateLimit]: '10', [ATTR.ratePaceMs]: '1000', [ATTR.retryAfterS]: '2' };
export const LATER = [
  /send the request again/,
  /senden Sie die Anfrage (?:nach einigen Sekunden )?noch einmal/,
] as const;
export const FIRST_PAGE = [
  /start again from the first page/,
  /beginnen Sie wieder bei der ersten/,
] as const;
