import type { RequestContext } from '@request-desk/shared/dossier';
import type { CauseKind, Profile } from '@request-desk/shared/profile';
import { causeProfile, classOf, codeProfile } from '@request-desk/shared/profile-codes';
import type { VALUE_FORMS, VALUE_KINDS } from '@request-desk/shared/replies/catalogue';
import type { DirectoryKey } from '../../directory/directory.ts';
import type { RequestFacts } from '../stored-event.ts';
import type { RouteNow } from '../verdicts/recovery.ts';
import { FACTS_OF_KIND } from './facts-of-kind.ts';
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
  readonly context?: RequestContext | undefined;
  readonly recovery?: RouteNow | undefined;
  readonly now: number;
}

/** What is added to the facts that every reply has. */
export type Details = Partial<ReplyFacts>;

/** Chooses by the kind of the failure what its reply may say, and nothing else; undefined: no failure. */
export function replyFacts(sources: ReplySources): ReplyFacts | undefined {
  const { profile, facts, docsUrl } = sources;
  const { code, cause, status, message } = facts.request;
  if (code === null) return undefined;
  const kind = causeProfile(profile, code, cause ?? '')?.kind ?? null;
  const kept = {
    requestId: facts.requestId,
    atMs: facts.startMs,
    code,
    status,
    message,
    docsUrl,
    cause: kind === 'hidden' ? causeOfKind(profile, code, 'absent') : (cause ?? ''),
    ours: classOf(profile, code, status) === 'server',
  };
  return {
    ...kept,
    ...(kind === null ? {} : FACTS_OF_KIND[kind](sources)),
    ...retriedOf(sources),
    ...faultOf(sources),
  };
}

function causeOfKind(profile: Profile, code: string, kind: CauseKind): string {
  const causes = Object.entries(codeProfile(profile, code)?.causes ?? {});
  return causes.find(([, own]) => own.kind === kind)?.[0] ?? '';
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
