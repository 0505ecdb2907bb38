import { ATTR } from '@request-desk/shared/attributes';
import type { Context } from '@request-desk/shared/dossier';
import type { CauseKind, Profile } from '@request-desk/shared/profile';
import { causeProfile, classOf, codeProfile } from '@request-desk/shared/profile-codes';
import type { VALUE_FORMS, VALUE_KINDS } from '@request-desk/shared/replies/catalogue';
import { z } from 'zod';
import type { DirectoryKey } from '../../directory/directory.ts';
import type { RequestFacts } from '../stored-event.ts';
import type { RouteNow } from '../verdicts/recovery.ts';
import { type FaultNow, faultNow } from './fault-now.ts';

/** A broken rule, without the value that broke it. */
export interface ReplyProblem {
  readonly field: string;
  readonly rule: string;
  readonly near?: string | undefined;
  readonly form?: (typeof VALUE_FORMS)[number] | undefined;
  readonly allowed?: readonly string[] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** The kind of value that came. */
  readonly came?: (typeof VALUE_KINDS)[number] | undefined;
  /** Text came that reads as a number. */
  readonly isQuotedNumber?: boolean;
}

/** All that a reply may know: nothing internal has a place in it. */
export interface ReplyFacts {
  readonly requestId: string;
  /** When the request began, milliseconds since the epoch. */
  readonly atMs: number;
  readonly code: string;
  readonly status: number;
  /** As everybody may know it: what is hidden is absent. */
  readonly cause: string;
  /** The fault is the API's own. */
  readonly ours: boolean;
  /** The message that the customer saw in the answer. */
  readonly message: string;
  readonly docsUrl: string;
  readonly problems?: readonly ReplyProblem[];
  /** The first of them stands in the path, where the route has a place for it. */
  readonly inPath?: boolean;
  readonly near?: string;
  readonly method?: string;
  readonly methods?: string;
  readonly limit?: number;
  readonly paceMs?: number;
  readonly waitS?: number;
  readonly scope?: string;
  /** Active keys of the same organisation that hold it: how many, and the prefix of one. */
  readonly holders?: { readonly count: number; readonly prefix: string } | undefined;
  /** Prefix of an active key that took the place of the one that was used. */
  readonly replacement?: string | undefined;
  readonly endedMs?: number | undefined;
  readonly deletedMs?: number;
  /** The call creates or changes something. */
  readonly writes?: boolean;
  /** The call was to delete what is deleted already. */
  readonly removes?: boolean;
  readonly retried?: { readonly call: 'same' | 'corrected'; readonly atMs: number };
  readonly fault?: FaultNow | undefined;
}

/** What a reply is made from, before what it may say is chosen. */
export interface ReplySources {
  readonly profile: Profile;
  readonly facts: Pick<RequestFacts, 'requestId' | 'startMs' | 'readyMs' | 'request'>;
  readonly docsUrl: string;
  readonly key?: DirectoryKey | undefined;
  readonly replacement?: DirectoryKey | undefined;
  readonly holders?: readonly DirectoryKey[] | undefined;
  readonly context?: Context | undefined;
  readonly recovery?: RouteNow | undefined;
  readonly now: number;
}

type Details = Partial<ReplyFacts>;

/** Chooses by the kind of the failure what its reply may say, and nothing else; undefined: no failure. */
export function replyFacts(sources: ReplySources): ReplyFacts | undefined {
  const { profile, facts, docsUrl } = sources;
  const { code, cause, status, message } = facts.request;
  if (code === null) return undefined;
  const kind = causeProfile(profile, code, cause ?? '')?.kind ?? null;
  const kept = {
    ...{ requestId: facts.requestId, atMs: facts.startMs, code, status, message, docsUrl },
    cause: kind === 'hidden' ? causeOfKind(profile, code, 'absent') : (cause ?? ''),
    ours: classOf(profile, code, status) === 'server',
  };
  return { ...kept, ...detailsOf(sources, kind), ...retriedOf(sources), ...faultOf(sources) };
}

function causeOfKind(profile: Profile, code: string, kind: CauseKind): string {
  const causes = Object.entries(codeProfile(profile, code)?.causes ?? {});
  return causes.find(([, own]) => own.kind === kind)?.[0] ?? '';
}

function detailsOf(sources: ReplySources, kind: CauseKind | null): Details {
  const { attributes, method, route } = sources.facts.request;
  switch (kind) {
    case 'parameter_invalid': {
      const problems = problemsOf(attributes[ATTR.issues]);
      return { problems, inPath: isInPath(route, problems[0]) };
    }
    case 'parameter_unknown':
    case 'body_invalid':
    case 'body_malformed':
    case 'media_type':
      return { problems: problemsOf(attributes[ATTR.issues]) };
    case 'key_revoked':
    case 'key_expired':
      return keyDetails(sources, kind);
    case 'scope_lacking':
      return { scope: attributes[ATTR.scopeRequired] ?? '', holders: holdersOf(sources) };
    case 'deleted': {
      const deletedMs = Date.parse(attributes[ATTR.deletedAt] ?? '');
      const removes = method === 'DELETE';
      return Number.isNaN(deletedMs) ? { removes } : { removes, deletedMs };
    }
    case 'route_unknown':
      return { near: attributes[ATTR.nearMiss] ?? '' };
    case 'method_unknown':
      return { method, methods: attributes[ATTR.routeMethods] ?? '' };
    case 'limit_burst':
    case 'limit_sustained':
      return {
        limit: positive(attributes[ATTR.rateLimit]),
        paceMs: positive(attributes[ATTR.ratePaceMs]),
        waitS: positive(attributes[ATTR.retryAfterS]),
      };
    case 'limit_auth_flood':
      return { waitS: positive(attributes[ATTR.retryAfterS]) };
    default:
      return {};
  }
}

function positive(text: string | undefined): number {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : 0;
}

function keyDetails({ key, replacement, now }: ReplySources, kind: CauseKind): Details {
  if (key === undefined) return {};
  const isActive =
    replacement !== undefined &&
    replacement.id === key.replacedBy &&
    replacement.orgId === key.orgId &&
    replacement.revokedAt === null &&
    (replacement.expiresAt === null || replacement.expiresAt.getTime() > now);
  return {
    endedMs: (kind === 'key_revoked' ? key.revokedAt : key.expiresAt)?.getTime(),
    replacement: isActive ? replacement.prefix : undefined,
  };
}

/** Nobody is told of another organisation's keys. */
function holdersOf({ holders = [], facts }: ReplySources): ReplyFacts['holders'] {
  const own = holders.filter(({ orgId }) => orgId === facts.request.org);
  const [first] = own;
  return first && { count: own.length, prefix: first.prefix };
}

function faultOf({ profile, facts, context, recovery }: ReplySources): Details {
  const { code, status, method } = facts.request;
  if (classOf(profile, code ?? '', status) !== 'server') return {};
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  return { writes, fault: faultNow(context?.alert ?? null, recovery) };
}

function retriedOf({ profile, facts, context }: ReplySources): Details {
  const { code, status } = facts.request;
  const again = context?.retries?.again;
  const after = again?.succeeded_after_ms ?? null;
  // Who was over a limit has to slow down all the same.
  const isDone = !['limit', 'auth', 'permission'].includes(classOf(profile, code ?? '', status));
  if (after === null || !isDone || (again?.call !== 'same' && again?.call !== 'corrected'))
    return {};
  return { retried: { call: again.call, atMs: facts.readyMs + after } };
}

const issue = z.object({
  field: z.string(),
  rule: z.string(),
  nearMiss: z.string().optional().catch(undefined),
  value: z.string().optional().catch(undefined),
  form: z
    .enum(['whole_number', 'number', 'text', 'date_time', 'one_of', 'object'])
    .optional()
    .catch(undefined),
  allowed: z.array(z.string()).optional().catch(undefined),
  min: z.number().optional().catch(undefined),
  max: z.number().optional().catch(undefined),
  came: z.enum(['text', 'number', 'boolean', 'null', 'list', 'object']).optional().catch(undefined),
});

function isInPath(route: string, problem: ReplyProblem | undefined): boolean {
  const parts = route.split('/');
  return (
    problem !== undefined &&
    [`:${problem.field}`, `{${problem.field}}`].some((one) => parts.includes(one))
  );
}

const MOST_PROBLEMS = 5;

function problemsOf(text: string | undefined): ReplyProblem[] {
  try {
    const all = z.array(issue).parse(JSON.parse(text ?? '[]'));
    // That a body without its wrong fields has too few is no mistake of its own.
    const fields = all.filter(({ field, rule }) => field !== 'body' || rule !== 'minimum');
    const issues = fields.length > 0 ? fields : all;
    return issues.slice(0, MOST_PROBLEMS).map(({ value = '', nearMiss: near, ...rest }) => ({
      ...rest,
      near,
      isQuotedNumber: rest.came === 'text' && /^-?\d+(?:\.\d+)?$/.test(value),
    }));
  } catch {
    return [];
  }
}
